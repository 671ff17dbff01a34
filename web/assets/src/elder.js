// Elder mode: larger letters, kept in a cookie the server reads as well.
const year = 31536000; // Unit: seconds.

export function elder() {
  document.addEventListener("click", (e) => {
    const link = e.target.closest("[data-elder]");
    if (!link) return;
    e.preventDefault();
    const on = document.documentElement.classList.toggle("q-elder");
    document.cookie = `q_elder=${on ? 1 : 0};path=/;max-age=${year};samesite=lax`;
    link.setAttribute("aria-pressed", String(on));
    link.textContent = on ? link.dataset.on : link.dataset.off;
  });
}
