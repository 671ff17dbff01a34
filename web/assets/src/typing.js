// Fields that are drawn again while somebody types: what was typed and chosen
// since the request was sent stays, and so does the place of the cursor.
import htmx from "htmx.org/dist/htmx.esm.js";

const again = "[data-fields]";
let kept = null, composing = false, waiting = null;

const controls = (root) => root.querySelectorAll("input[name]:not([type=file]):not([type=hidden]),select[name],textarea[name]");
const ticked = (e) => e.type === "radio" || e.type === "checkbox";
const key = (e) => (ticked(e) ? e.name + "\n" + e.value : e.name);

export function typing() {
  // The words of an input method are lost when their field is taken away: the
  // fields wait for the end of the word.
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => {
    composing = false;
    const elt = waiting;
    waiting = null;
    if (elt && elt.isConnected) setTimeout(() => htmx.trigger(elt, "change"), 0);
  });
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (!e.detail.target.matches?.(again) || !e.detail.shouldSwap) return;
    if (composing) {
      waiting = e.detail.requestConfig.elt;
      e.detail.shouldSwap = false;
      return;
    }
    kept = keep(e.detail.target);
  });
  document.addEventListener("htmx:afterSwap", (e) => {
    if (!e.detail.target.matches?.(again) || !kept) return;
    restore(e.detail.target, kept);
    kept = null;
  });
}

function keep(root) {
  const values = new Map();
  for (const e of controls(root)) values.set(key(e), ticked(e) ? e.checked : e.value);
  const a = document.activeElement;
  if (!a || !a.name || !root.contains(a)) return { values };
  const text = !ticked(a) && "selectionStart" in a;
  return { values, focus: key(a), from: text ? a.selectionStart : null, to: text ? a.selectionEnd : null };
}

function restore(root, { values, focus, from, to }) {
  for (const e of controls(root)) {
    const k = key(e);
    if (values.has(k)) {
      const v = values.get(k), differs = ticked(e) ? e.checked !== v : e.value !== v;
      if (ticked(e)) e.checked = v; else e.value = v;
      if (differs) e.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (k !== focus) continue;
    if (document.activeElement !== e) e.focus();
    try { if (from !== null) e.setSelectionRange(from, to); } catch { /* a kind of field without a cursor */ }
  }
}
