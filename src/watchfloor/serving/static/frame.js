// What script adds to every page: theme and density, the drawer, keys, and the list of keys. Without it every link is an
// ordinary page. Nothing here knows a screen.

const root = document.documentElement;
const drawer = document.getElementById("drawer");
const narrow = matchMedia("(max-width: 900px)");
let opener = null; // what had the focus before the drawer opened
let asked = null; // the request under way

// --- theme and density -------------------------------------------------------------------------------------------

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is off: the choice lasts as long as the page
  }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    /* as above */
  }
}

const CHOICES = { theme: ["light", "dark"], density: ["comfortable"] };

function choose(name, value) {
  if (CHOICES[name].includes(value)) root.dataset[name] = value;
  else delete root.dataset[name];
  for (const button of document.querySelectorAll(`[data-${name}-switch]`)) {
    const on = name === "theme" ? dark() : root.dataset.density === "comfortable";
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
  }
}

const dark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

function toggle(name) {
  const value = name === "theme" ? (dark() ? "light" : "dark") : root.dataset.density ? null : "comfortable";
  keep(`watchfloor-${name}`, value);
  choose(name, value);
}

// --- the drawer ----------------------------------------------------------------------------------------------------

async function open(link) {
  const address = link.href.baseVal ?? link.href; // a link inside a drawing keeps its address in an object
  if (!drawer) return void (location.href = address);
  asked?.abort();
  const request = (asked = new AbortController());
  if (!drawer.contains(document.activeElement)) opener = document.activeElement ?? link;
  drawer.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(address, { headers: { "X-Part": "drawer" }, signal: request.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (request !== asked) return;
    // Only what our own server made and escaped comes in here; a whole page (an older server) is opened as one.
    if (/^\s*<!doctype/i.test(html)) return void (location.href = address);
    drawer.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  } catch (error) {
    if (error.name !== "AbortError") location.href = address;
    return;
  } finally {
    if (request === asked) drawer.removeAttribute("aria-busy");
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close plain";
  close.textContent = "Close";
  close.setAttribute("aria-keyshortcuts", "Escape");
  close.addEventListener("click", shut);
  drawer.prepend(close);
  drawer.hidden = false;
  drawer.tabIndex = -1;
  drawer.scrollTop = 0;
  document.body.classList.add("drawer-open");
  drawer.focus({ preventScroll: true });
  say("Evidence is open; Escape closes it");
}

function shut() {
  asked?.abort();
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  drawer.replaceChildren();
  document.body.classList.remove("drawer-open");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
  return true;
}

// On a small screen the drawer covers the page, so Tab must not leave it.
function hold(event) {
  if (event.key !== "Tab" || !drawer || drawer.hidden || !narrow.matches) return;
  const stops = [...drawer.querySelectorAll("a[href], button, input, select, textarea, summary")];
  const last = stops[stops.length - 1];
  if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    stops[0].focus();
  } else if (event.shiftKey && [stops[0], drawer].includes(document.activeElement)) {
    event.preventDefault();
    last.focus();
  }
}

// --- saying things to those who listen -----------------------------------------------------------------------------

function say(text) {
  let place = document.getElementById("live");
  if (!place) {
    place = document.createElement("p");
    place.id = "live";
    place.className = "sr";
    place.setAttribute("aria-live", "polite");
    document.body.append(place);
  }
  place.textContent = text;
}

// --- rows and keys -------------------------------------------------------------------------------------------------

const rows = () => [...document.querySelectorAll("#main [data-row]")].filter((row) => row.getClientRects().length);
const current = () => document.querySelector("#main [data-row].at");

function move(by) {
  const all = rows();
  if (!all.length) return;
  const was = current() ?? document.activeElement?.closest?.("[data-row]");
  const index = all.indexOf(was);
  const next = all[Math.min(all.length - 1, Math.max(0, index < 0 ? (by > 0 ? 0 : all.length - 1) : index + by))];
  was?.classList?.remove("at");
  next.classList.add("at");
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (drawer && !drawer.hidden) {
    const link = next.querySelector("[data-drawer]");
    if (link) open(link).then(() => next.focus({ preventScroll: true }));
  }
}

// The fact of a row: told by the row itself, or by the way to its evidence.
function fact(row) {
  const link = row?.querySelector("[data-drawer]");
  return row?.dataset.fact || (link && decodeURIComponent(new URL(link.href).pathname.replace(/^.*\/fact\//, "")));
}

// A screen of the desk, with the moment and the coder of this page.
function go(path, more) {
  const here = new URLSearchParams(location.search);
  const query = new URLSearchParams(more);
  for (const name of ["as_of", "coder"]) if (here.has(name)) query.set(name, here.get(name));
  location.href = `${path}?${query}`;
}

const KEYS = [
  ["j", "the next line", () => move(1)],
  ["k", "the line before", () => move(-1)],
  ["Enter", "open the line", () => current()?.querySelector("a[href]")?.click()],
  ["e", "its evidence", () => current() && evidence(current())],
  ["c", "correct it", () => fact(current()) && go("/review", { fact: fact(current()) })],
  ["w", "watch for such things", () => watch(current())],
  ["/", "search", search],
  ["t", "light or dark", () => toggle("theme")],
  ["d", "dense or comfortable", () => toggle("density")],
  ["?", "these keys", help],
  ["Esc", "close", null],
];

function evidence(row) {
  const link = row.querySelector("[data-drawer]");
  if (link) open(link);
  else say("This line has no evidence of its own");
}

function watch(row) {
  const wanted = row?.dataset.watch || fact(row);
  if (wanted) go("/watches", { new: wanted });
}

function search() {
  const box = document.querySelector("#main input[type=search]");
  if (box) box.focus();
  else go("/search", {});
}

function help() {
  let box = document.getElementById("keys");
  if (!box) {
    box = document.createElement("dialog");
    box.id = "keys";
    box.setAttribute("aria-label", "Keys");
    const title = document.createElement("h2");
    title.textContent = "Keys";
    const list = document.createElement("dl");
    for (const [key, what] of KEYS) {
      const term = document.createElement("dt");
      const name = document.createElement("kbd");
      name.textContent = key;
      term.append(name);
      const text = document.createElement("dd");
      text.textContent = what;
      list.append(term, text);
    }
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.textContent = "Close";
    form.append(close);
    box.append(title, list, form);
    document.body.append(box);
  }
  if (box.open) box.close();
  else box.showModal();
}

function typed(event) {
  hold(event);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const inside = event.target;
  if (event.key === "Escape") {
    if (document.querySelector("dialog[open]")) return; // it closes by itself
    if (shut()) event.preventDefault();
    else inside.blur?.();
    return;
  }
  if (inside.closest?.("input, select, textarea, [contenteditable], dialog")) return;
  if (event.key === "Enter" && inside.closest?.("a, button, summary")) return;
  const found = KEYS.find(([key, , act]) => key === event.key && act);
  if (!found) return;
  event.preventDefault();
  found[2]();
}

function clicked(event) {
  const theme = event.target.closest?.("[data-theme-switch]");
  const density = event.target.closest?.("[data-density-switch]");
  if (theme || density) return toggle(theme ? "theme" : "density");
  if (event.target.closest?.("[data-keys]")) return help();
  const link = event.target.closest?.("a[data-drawer]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const row = link.closest("[data-row]");
  if (row) {
    current()?.classList.remove("at");
    row.classList.add("at");
  }
  open(link);
}

for (const name of Object.keys(CHOICES)) choose(name, kept(`watchfloor-${name}`));
for (const button of document.querySelectorAll("[data-keys]")) button.hidden = false;
document.addEventListener("keydown", typed);
document.addEventListener("click", clicked);
// A choice that is made for the reader (a period, an issue) is sent at once; the button stays for those without script.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("select[data-send]")) event.target.form.requestSubmit();
});
