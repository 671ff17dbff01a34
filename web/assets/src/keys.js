// Keys of the workbench. An element names its key in data-key; rows of a
// [data-rows] table are walked with J and K, and the one in hand is shown beside
// the list. A key of the bulk bar acts on the row in hand when none is selected.
import htmx from "htmx.org/dist/htmx.esm.js";

const pause = 120; // Unit: milliseconds on a row before it is shown beside the list.
let timer;

export function keys() {
  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && onward(e.target)) return e.preventDefault();
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]");
    if (e.key === "Escape" && typing) return typing.blur();
    if (typing || !document.body.classList.contains("q-staff") || document.querySelector("dialog[open]")) return;
    const key = e.key === " " ? "space" : e.key.toLowerCase();
    if (help(key) || row(key, e) || bar(key) || press(key)) e.preventDefault();
  });
}

// onward sends the form in hand and leads on to the next case.
function onward(el) {
  const b = el.form && el.form.querySelector("[data-then-next]");
  if (!b) return false;
  el.form.requestSubmit(b);
  return true;
}

function help(key) {
  const box = key === "?" && document.querySelector("[data-help]");
  if (!box) return false;
  box.showModal();
  return true;
}

function press(key) {
  for (const el of document.querySelectorAll("[data-key]")) {
    if (el.dataset.key.toLowerCase() !== key || !el.offsetParent) continue;
    if (el.tagName === "DETAILS") unfold(el);
    else if (el.matches("input:not([type=submit]),select,textarea")) { el.focus(); if (el.select) el.select(); }
    else el.click();
    return true;
  }
  return false;
}

// A move that is opened by its key is filled in at once.
function unfold(el) {
  el.open = !el.open;
  const first = el.open && el.querySelector("input:not([type=hidden]),select,textarea,button");
  (first || el.querySelector("summary")).focus();
}

// bar presses a button of the bulk bar for the row in hand.
function bar(key) {
  const b = [...document.querySelectorAll("[data-bulk] [data-key]")].find((x) => x.dataset.key === key && x.dataset.move);
  const at = document.querySelector("[data-rows] tr[aria-current]");
  if (!b || b.offsetParent || !at || document.querySelector("[data-rows] tbody input:checked")) return false;
  const box = at.querySelector("input[type=checkbox]");
  if (!box || !(box.dataset.moves || "").split(" ").includes(b.dataset.move)) return false;
  box.click();
  b.click();
  return true;
}

function row(key, e) {
  const table = document.querySelector("[data-rows]");
  if (!table) return false;
  const all = [...table.querySelectorAll("tbody tr")];
  const at = all.findIndex((r) => r.hasAttribute("aria-current"));
  if (key === "j" || key === "k") {
    const next = all[at + (key === "j" ? 1 : -1)];
    if (!next) return true;
    if (at >= 0) all[at].removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    next.scrollIntoView({ block: "nearest" });
    show(next);
    return true;
  }
  if (at < 0) return false;
  if (key === "x") all[at].querySelector("input[type=checkbox]")?.click();
  else if (key === "enter" && !e.target.closest("a,button,summary,input")) all[at].querySelector("a")?.click();
  else return false;
  return true;
}

// show puts the row's preview beside the list; the address keeps the row.
function show(tr) {
  const box = document.getElementById("preview");
  if (!tr.dataset.preview || !box) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    history.replaceState(history.state, "", tr.dataset.preview);
    // From the element itself, so that a later row replaces a question still under way
    // and no answer lands in an element that is gone.
    htmx.ajax("GET", tr.dataset.preview, { source: "#preview", target: "#preview", swap: "outerHTML" }).catch(() => {});
  }, pause);
}
