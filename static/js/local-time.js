// Times as the reader's own clock shows them. The server writes them in UTC, for pages without a script.

const DAY = 24 * 60 * 60 * 1000;
const format = (options) => new Intl.DateTimeFormat("en-GB", options);
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const WEEKDAY = format({ weekday: "long" });
const DAY_AND_MONTH = format({ day: "numeric", month: "short" });
const DATE = format({ day: "numeric", month: "short", year: "numeric" });
const LONG_DATE = format({ day: "numeric", month: "long", year: "numeric" });
const WHOLE_DAY = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

// The day of a moment as 2025-05-17, where the reader is.
export function dayOf(moment) {
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function daysAgo(moment) {
  const today = new Date();
  today.setHours(0, 0, 0, 0);
  return Math.ceil((today - moment) / DAY);
}

// Today, Yesterday, or the whole date.
export function nameOfDay(day) {
  const moment = new Date(`${day}T00:00`);
  const ago = daysAgo(moment);
  if (ago === 0) return "Today";
  return ago === 1 ? "Yesterday" : WHOLE_DAY.format(moment);
}

function short(moment) {
  const ago = daysAgo(moment);
  if (ago <= 0) return CLOCK.format(moment);
  if (ago === 1) return "Yesterday";
  if (ago < 7) return WEEKDAY.format(moment);
  return (moment.getFullYear() === new Date().getFullYear() ? DAY_AND_MONTH : DATE).format(moment);
}

const WAYS = {
  time: (moment) => CLOCK.format(moment),
  short,
  date: (moment) => DATE.format(moment),
  full: (moment) => `${DATE.format(moment)}, ${CLOCK.format(moment)}`,
  long: (moment) => `${LONG_DATE.format(moment)}, ${CLOCK.format(moment)}`,
};

// Rewrite the times within an element, each once.
export function showLocalTimes(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(time.dateTime);
    time.title = `${WHOLE_DAY.format(moment)}, ${CLOCK.format(moment)}`;
    time.textContent = WAYS[time.dataset.local](moment);
    delete time.dataset.local;
  }
}
