// Choosing days on the time bar: drag over it, or focus it and use the arrow keys. Without script each of its pieces is
// a link, and on most screens two boxes take the days. Where a piece leads is said by its link alone.

const bars = document.querySelector("#timebar .bars");
const pieces = [...(bars?.querySelectorAll("svg a") ?? [])];
const windowed = pieces.length > 0 && new URL(pieces[0].getAttribute("href"), location.href).searchParams.has("until");

let held = null; // the piece on which a drag began, or from which the keys widen
let at = null; // the piece that it has come to
let dragging = false;
let told = null; // where the days are said

const address = (index) => new URL(pieces[index].getAttribute("href"), location.href);
const ends = () => (windowed ? [Math.min(held, at), Math.max(held, at)] : [at, at]);
const days = (index) => pieces[index].querySelector("title").textContent.split(":")[0].split(" to ");

function show() {
  const [from, to] = held === null ? [1, 0] : ends();
  pieces.forEach((piece, index) => {
    piece.querySelector(".slot").classList.toggle("brushed", index >= from && index <= to);
  });
  bars.classList.toggle("brushing", held !== null);
  if (!told) {
    told = document.createElement("output");
    told.className = "chosen-days";
    bars.append(told);
  }
  if (held === null) return void (told.textContent = "");
  const [first, last] = [days(from)[0], days(to).at(-1)];
  told.textContent = first === last ? first : `${first} to ${last}`;
}

function look() {
  const [from, to] = ends();
  const goal = address(from);
  if (windowed) goal.searchParams.set("until", address(to).searchParams.get("until"));
  location.href = goal.href;
}

function drop() {
  held = at = null;
  dragging = false;
  show();
}

// The piece under a pointer; pieces are equally wide.
function under(event) {
  const box = bars.querySelector("svg").getBoundingClientRect();
  const index = Math.floor(((event.clientX - box.left) / box.width) * pieces.length);
  return Math.min(pieces.length - 1, Math.max(0, index));
}

function down(event) {
  if (event.button || event.target.closest?.("svg") !== bars.querySelector("svg")) return;
  held = at = under(event);
  dragging = true;
}

function move(event) {
  if (!dragging) return;
  const index = under(event);
  if (index === at && at === held) return;
  at = index;
  show();
}

function up(event) {
  if (!dragging) return;
  at = under(event);
  dragging = false;
  // A press on one piece is a click on its link.
  if (at === held) drop();
  else look();
}

function typed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -pieces.length, End: pieces.length };
  if (event.key in steps) {
    const marked = pieces.findIndex((piece) => piece.querySelector(".slot.marked"));
    const was = at ?? (marked < 0 ? pieces.length - 1 : marked);
    const moves = at !== null || marked >= 0;
    const next = Math.min(pieces.length - 1, Math.max(0, was + (moves ? steps[event.key] : 0)));
    if (!event.shiftKey || held === null) held = event.shiftKey ? was : next;
    at = next;
    show();
  } else if (event.key === "Enter" && held !== null) {
    look();
  } else if (event.key === "Escape" && held !== null) {
    drop();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

if (pieces.length) {
  bars.tabIndex = 0;
  bars.setAttribute("role", "group");
  const widen = windowed ? ", with Shift they widen" : "";
  bars.setAttribute("aria-label", `Time bar: the arrow keys choose days${widen}, Enter looks at them`);
  bars.addEventListener("pointerdown", down);
  bars.addEventListener("dragstart", (event) => event.preventDefault());
  bars.addEventListener("keydown", typed);
  bars.addEventListener("blur", () => dragging || drop());
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", () => dragging && drop());
}
