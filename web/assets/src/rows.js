// Selecting rows: the head's box selects the page, the bulk bar shows itself
// only while something is selected.
export function rows(root) {
  const form = root.closest("form[data-bulkform]") || root.querySelector("form[data-bulkform]");
  if (!form || form.dataset.watched) { if (form) draw(form); return; }
  form.dataset.watched = "1";
  form.addEventListener("change", (e) => {
    if (e.target.matches("[data-all]"))
      for (const box of boxes(form)) box.checked = e.target.checked;
    draw(form);
  });
  form.addEventListener("click", (e) => {
    if (!e.target.closest("[data-none]")) return;
    e.preventDefault();
    for (const box of boxes(form)) box.checked = false;
    draw(form);
  });
  draw(form);
}

const boxes = (form) => form.querySelectorAll("tbody input[type=checkbox]");

function draw(form) {
  let n = 0;
  for (const box of boxes(form)) {
    box.closest("tr").classList.toggle("is-sel", box.checked);
    if (box.checked) n++;
  }
  const all = form.querySelector("[data-all]");
  if (all) { all.checked = n > 0 && n === boxes(form).length; all.indeterminate = n > 0 && !all.checked; }
  const bar = form.querySelector("[data-bulk]");
  if (bar) bar.hidden = n === 0;
  const count = form.querySelector("[data-count]");
  if (count) count.textContent = n;
}
