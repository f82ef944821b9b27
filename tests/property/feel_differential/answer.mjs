// Reads one {"text", "context"} a line and answers one {"value"} or {"error"} a line.
import { createInterface } from 'node:readline';
import {
  FeelDate, FeelDateTime, FeelDuration, dateAndTime, duration, evaluate, parseDate
} from 'feelin';

const FROM = { date: parseDate, instant: dateAndTime, duration };

// {"date": "2026-01-31"} and the like stand for what JSON has not.
function decoded(value) {
  if (Array.isArray(value)) return value.map(decoded);
  if (value === null || typeof value !== 'object') return value;
  const [[key, text], ...others] = Object.entries(value);
  if (key.startsWith('$') && !others.length) return FROM[key.slice(1)](text);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decoded(v)]));
}

function encoded(value) {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(encoded);
  if (value instanceof FeelDate) return { $date: String(value) };
  if (value instanceof FeelDateTime) return { $instant: String(value) };
  if (value instanceof FeelDuration) return { $duration: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}

function answer({ text, context }) {
  try {
    return { value: encoded(evaluate(text, decoded(context)).value) };
  } catch (error) {
    return { error: String(error.message) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
}
