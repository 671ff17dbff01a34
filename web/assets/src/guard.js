// Forms: warn before unsaved input is lost, save drafts, send once.
const quiet = 1500; // Unit: milliseconds without a keystroke before a draft is saved.

export function guard(root) {
  for (const form of root.querySelectorAll("form[data-guard],form[data-autosave]")) {
    if (form.dataset.watched) continue;
    form.dataset.watched = "1";
    watch(form);
  }
}

function watch(form) {
  let dirty = false, timer;
  form.addEventListener("input", () => {
    dirty = true;
    if (!form.dataset.autosave) return;
    clearTimeout(timer);
    timer = setTimeout(async () => { if (await save(form)) dirty = false; }, quiet);
  });
  form.addEventListener("submit", (e) => {
    if (form.dataset.sent) return e.preventDefault();
    form.dataset.sent = "1";
    dirty = false;
    clearTimeout(timer);
  });
  // A page that comes back from memory after it was sent shows what was typed
  // before: it is asked again.
  addEventListener("pageshow", (e) => {
    if (e.persisted && form.dataset.sent && form.elements._mark) location.reload();
    delete form.dataset.sent;
  });
  addEventListener("beforeunload", (e) => { if (dirty && form.isConnected) e.preventDefault(); });
}

// save posts the fields (never the files) and shows the server's sentence.
async function save(form) {
  const data = new URLSearchParams();
  for (const [k, v] of new FormData(form)) if (typeof v === "string") data.append(k, v);
  const note = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  try {
    const res = await fetch(form.dataset.autosave, {
      method: "POST", body: data, headers: { "X-Autosave": "1" },
    });
    const [text, mark, where, link] = (await res.text()).split("\n");
    const plain = (res.headers.get("Content-Type") || "").startsWith("text/plain");
    if (plain && mark && form.elements._mark) form.elements._mark.value = mark;
    if (res.status === 409 && plain) {
      if (where && mark) clash(form, text, where, link);
      else stop(form, note, text, where, link);
      return !!(where && mark); // both texts lie on the server
    }
    if (res.status === 401 && plain && note) { // logged out meanwhile
      note.textContent = text;
      note.className = "q-lt is-late";
      return false;
    }
    if (!res.ok) throw new Error(res.status);
    if (note && text.length < 200) note.textContent = text;
    if (note) note.className = "q-lt is-done";
    return true;
  } catch {
    if (note) { note.textContent = note.dataset.failed; note.className = "q-lt is-late"; }
    return false;
  }
}

// stop ends saving: a colleague has the draft now, or it was sent from another
// window. What was typed stays to be copied.
function stop(form, note, text, where, link) {
  delete form.dataset.autosave;
  if (note) { note.textContent = ""; note.className = "q-sm"; }
  const box = told(form, text + " ", where, link);
  box.dataset.testid = "stopped";
  box.scrollIntoView({ block: "center" });
}

// clash says, once, that another window wrote on the page too. Saving goes on: the
// texts lie beside each other until somebody chooses.
function clash(form, text, where, link) {
  const old = document.querySelector("[data-testid=clashed] p");
  if (old) { old.firstChild.textContent = text + " "; return; }
  told(form, text + " ", where, link).dataset.testid = "clashed";
}

function told(form, text, where, link) {
  const box = document.createElement("div");
  box.className = "q-note is-you q-mb";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (where) box.firstChild.append(Object.assign(document.createElement("a"), { href: where, textContent: link }));
  form.before(box);
  return box;
}
