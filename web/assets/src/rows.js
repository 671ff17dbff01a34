// Selecting rows: the head's box selects the page, the bulk bar shows itself
// only while something is selected, and of its moves those that every selected
// row allows. A click with Shift selects all rows up to the one clicked last.
let last = null;

export function rows(root) {
  const form = root.closest("form[data-bulkform]") || root.querySelector("form[data-bulkform]");
  if (!form || form.dataset.watched) { if (form) draw(form); return; }
  form.dataset.watched = "1";
  form.addEventListener("change", (e) => {
    if (e.target.matches("[data-all]"))
      for (const box of boxes(form)) box.checked = e.target.checked;
    if (e.target.matches("tbody input[type=checkbox]")) everything(form, false);
    draw(form);
  });
  form.addEventListener("click", (e) => {
    if (e.target.matches("tbody input[type=checkbox]")) span(form, e);
    if (!e.target.closest("[data-none]")) return;
    e.preventDefault();
    for (const box of boxes(form)) box.checked = false;
    everything(form, false);
    draw(form);
  });
  draw(form);
}

const boxes = (form) => form.querySelectorAll("tbody input[type=checkbox]");

function span(form, e) {
  const all = [...boxes(form)], to = all.indexOf(e.target), from = all.indexOf(last);
  last = e.target;
  if (!e.shiftKey || from < 0) return;
  for (const box of all.slice(Math.min(from, to), Math.max(from, to) + 1)) box.checked = e.target.checked;
}

function everything(form, on) {
  const box = form.querySelector("[data-everything]");
  if (box) box.checked = on;
}

function draw(form) {
  const whole = form.querySelector("[data-everything]:checked");
  let n = 0, moves = null;
  for (const box of boxes(form)) {
    if (whole) box.checked = true;
    box.closest("tr").classList.toggle("is-sel", box.checked);
    if (!box.checked) continue;
    n++;
    const own = (box.dataset.moves || "").split(" ");
    moves = moves ? moves.filter((m) => own.includes(m)) : own;
  }
  const all = form.querySelector("[data-all]");
  if (all) { all.checked = n > 0 && n === boxes(form).length; all.indeterminate = n > 0 && !all.checked; }
  for (const b of form.querySelectorAll("[data-move]")) b.hidden = !(moves || []).includes(b.dataset.move);
  const bar = form.querySelector("[data-bulk]");
  if (bar) bar.hidden = n === 0;
  const count = form.querySelector("[data-count]");
  if (count) count.textContent = whole ? whole.dataset.total : n;
}
