// Runs before the first paint, so that a chosen theme does not flash; frame.js does the rest.
for (const name of ["theme", "density"]) {
  try {
    const value = localStorage.getItem(`watchfloor-${name}`);
    if (["light", "dark", "comfortable"].includes(value)) document.documentElement.dataset[name] = value;
  } catch {
    /* storage is off */
  }
}
