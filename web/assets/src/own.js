// One's own rights in the field itself: a list opens below it as one types (the
// combobox with a list of WAI-ARIA's patterns). Without scripts the button leads
// to a page that searches.
const quiet = 200; // Unit: milliseconds without a keystroke before the list is asked for.
let made = 0;

export function own(root) {
  for (const box of root.querySelectorAll("[data-own]")) {
    if (box.dataset.watched) continue;
    box.dataset.watched = "1";
    combo(box);
  }
}

const make = (tag, props) => Object.assign(document.createElement(tag), props);
const changed = (e, ...kinds) => { for (const k of kinds) e.dispatchEvent(new Event(k, { bubbles: true })); };

// combo makes the parts: a field for one number is the box of the list itself; one
// for several gets a box of its own below, whose choices are added line by line.
function combo(box) {
  const field = box.querySelector("input[name],textarea[name]"), button = box.querySelector("[data-opens]");
  const id = "q-own-" + ++made, several = field.tagName === "TEXTAREA";
  const list = make("div", { className: "q-pop", hidden: true });
  const said = make("p", { className: "q-vh" });
  said.setAttribute("role", "status");
  let input = field;
  if (several) {
    input = make("input", { className: "form-control", type: "text", id: id + "-box" });
    button.replaceWith(make("label", { className: "q-sm", htmlFor: input.id, textContent: button.textContent }), input);
    input.addEventListener("input", (e) => e.stopPropagation()); // it is no answer of the form
  } else {
    button.type = "button";
    button.tabIndex = -1; // the arrow keys open the list
  }
  const hold = make("div", { className: "q-combo" });
  input.before(hold);
  hold.append(input, list, said);
  for (const [k, v] of [["role", "combobox"], ["autocomplete", "off"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id], ["aria-haspopup", "listbox"]]) input.setAttribute(k, v);
  act({ box, field, button: several ? null : button, input, list, said, several, id, at: -1, asked: 0 });
}

function act(c) {
  let timer, used = false;
  c.input.addEventListener("input", (e) => { if (!e.isTrusted) return; clearTimeout(timer); timer = setTimeout(() => open(c, c.input.value), quiet); });
  c.input.addEventListener("keydown", (e) => { used = key(c, e); if (used) { e.preventDefault(); e.stopPropagation(); } });
  c.input.addEventListener("keypress", (e) => { if (used && e.key === "Enter") e.preventDefault(); }); // some send it all the same
  c.input.addEventListener("blur", () => { clearTimeout(timer); close(c); });
  c.list.addEventListener("pointerdown", (e) => e.preventDefault()); // the field keeps the cursor
  c.list.addEventListener("click", (e) => { const o = e.target.closest("[role=option]"); if (o) choose(c, o); });
  if (c.button) c.button.addEventListener("click", () => { c.input.focus(); open(c, ""); });
  if (c.several) c.input.addEventListener("click", () => { if (c.list.hidden) open(c, c.input.value); });
}

const options = (c) => [...c.list.querySelectorAll("[role=option]")];
const numbers = (c) => c.field.value.split(/[\n\r,，;；]/).map((x) => x.trim()).filter(Boolean);

// key answers a key; true: it is used up.
function key(c, e) {
  if (e.isComposing) return false;
  const all = options(c), shown = !c.list.hidden;
  switch (e.key) {
    case "ArrowDown": case "ArrowUp": {
      const step = e.key === "ArrowDown" ? 1 : -1;
      if (!shown) open(c, c.several || !numbers(c).length ? c.input.value : "", step);
      else mark(c, c.at < 0 && step < 0 ? all.length - 1 : (c.at + step + all.length) % (all.length || 1));
      return true;
    }
    case "Enter":
      if (shown && all[c.at]) { choose(c, all[c.at]); return true; }
      close(c);
      return shown || c.several; // it closes the list, and sends no form
    case "Escape":
      if (shown) { close(c); return true; }
      if (c.several && c.input.value) { c.input.value = ""; return true; }
  }
  return false;
}

async function open(c, words, step) {
  const turn = ++c.asked;
  let text = "";
  try {
    const res = await fetch(c.box.dataset.own + "?q=" + encodeURIComponent(words.trim()), { headers: { "X-Requested-With": "fetch" } });
    if (!res.ok) throw new Error(res.status);
    text = await res.text();
  } catch { text = ""; }
  if (turn !== c.asked || document.activeElement !== c.input || !c.input.isConnected) return;
  const was = options(c)[c.at]?.dataset.number;
  c.list.innerHTML = text || "<p></p>";
  if (!text) c.list.firstChild.textContent = c.box.dataset.failed;
  const have = numbers(c);
  options(c).forEach((o, i) => { o.id = c.id + "-" + i; o.setAttribute("aria-selected", have.includes(o.dataset.number)); });
  const ul = c.list.querySelector("ul");
  if (ul) ul.id = c.id;
  c.list.hidden = false;
  c.input.setAttribute("aria-expanded", String(!!ul));
  c.said.textContent = c.list.querySelector("p")?.textContent || "";
  mark(c, step ? (step > 0 ? 0 : options(c).length - 1) : options(c).findIndex((o) => o.dataset.number === was));
}

function close(c) {
  c.asked++;
  c.list.hidden = true;
  c.input.setAttribute("aria-expanded", "false");
  mark(c, -1);
}

function mark(c, at) {
  c.at = at;
  options(c).forEach((o, i) => o.classList.toggle("is-at", i === at));
  const o = options(c)[at];
  if (o) { c.input.setAttribute("aria-activedescendant", o.id); o.scrollIntoView({ block: "nearest" }); } else c.input.removeAttribute("aria-activedescendant");
}

// choose puts the number into the field, with what the register says of it.
function choose(c, o) {
  const { number, title, owner, line } = o.dataset, have = numbers(c);
  if (c.several) {
    const there = have.includes(number);
    c.field.value = (there ? have.filter((n) => n !== number) : [...have, number]).join("\n");
    o.setAttribute("aria-selected", !there);
    c.said.textContent = (there ? c.box.dataset.left : c.box.dataset.added) + number;
    known(c, number, there ? "" : line);
  } else {
    c.field.value = number;
    for (const [k, v] of [["title", title], ["owner", owner]]) {
      const f = c.box.dataset[k] && c.field.form.elements[c.box.dataset[k]];
      if (f && v) { f.value = v; changed(f, "input"); }
    }
    known(c, "", line);
    close(c);
  }
  changed(c.field, "input", "change");
  if (!c.several) close(c);
}

// known shows below the field what the register knows of the choice.
function known(c, number, line) {
  let ul = c.box.querySelector(".q-known");
  if (!ul) c.box.append(ul = make("ul", { className: "q-known" }));
  for (const li of [...ul.children]) if (!number || li.textContent.startsWith(number)) li.remove();
  if (line) ul.append(make("li", { textContent: line }));
}
