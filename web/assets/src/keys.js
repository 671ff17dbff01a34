// Keys of the workbench. An element names its key in data-key; rows of a
// [data-rows] table are walked with J and K.
export function keys() {
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target.closest("input:not([type=checkbox]),textarea,select,[contenteditable]");
    if (e.key === "Escape" && typing) return typing.blur();
    if (typing || !document.body.classList.contains("q-staff")) return;
    const key = e.key === " " ? "space" : e.key.toLowerCase();
    if (row(key, e) || press(key)) e.preventDefault();
  });
}

function press(key) {
  for (const el of document.querySelectorAll("[data-key]")) {
    if (el.dataset.key.toLowerCase() !== key || !el.offsetParent) continue;
    if (el.tagName === "DETAILS") { el.open = !el.open; el.querySelector("summary").focus(); }
    else if (el.matches("input:not([type=submit]),select,textarea")) el.focus();
    else el.click();
    return true;
  }
  return false;
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
    next.dispatchEvent(new CustomEvent("q:row", { bubbles: true }));
    return true;
  }
  if (at < 0) return false;
  if (key === "x") all[at].querySelector("input[type=checkbox]")?.click();
  else if (key === "enter" && !e.target.closest("a,button,summary,input")) all[at].querySelector("a")?.click();
  else return false;
  return true;
}
