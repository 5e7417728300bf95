// Where one text is read, the original's paragraph waits folded above each changed one; side by side it is open.

export function fitDetails(rows, signal) {
  const narrow = window.matchMedia("(max-width: 899.98px)");
  const fit = () => {
    const folded = narrow.matches || rows.classList.contains("view-inline");
    for (const details of rows.querySelectorAll(".pair .left details")) details.open = !folded;
  };
  narrow.addEventListener("change", fit, { signal });
  if (narrow.matches) fit();
}
