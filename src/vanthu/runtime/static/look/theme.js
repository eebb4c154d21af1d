/* Before the first paint: the look chosen by the person, else that of the machine. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { root.dataset.bsTheme = root.dataset.look === "auto" ? (dark.matches ? "dark" : "light") : root.dataset.look; };
  dark.addEventListener("change", apply);
  apply();
})();
