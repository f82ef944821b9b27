// Comfort only: every page does all its work without this file.
import { arriveOnLoadAndAfterEachSwap } from "./arrival.js";
import { offerCalendars } from "./calendar.js";
import { openBesideThePage } from "./beside.js";
import { keepDrafts } from "./drafts.js";
import {
  configureExchange,
  keepTypingDuringExchange,
  sayWhenTheServerIsAway,
  showOneRefusalOnly,
} from "./exchange.js";
import { refuseLargeFiles } from "./files.js";
import { countPicks } from "./picking.js";
import { listenForKeys } from "./keys.js";
import { stepThroughReplay } from "./replay.js";
import { guardTyping } from "./typing.js";

configureExchange();
sayWhenTheServerIsAway();
showOneRefusalOnly();
keepTypingDuringExchange();
guardTyping();
keepDrafts();
refuseLargeFiles();
countPicks();
offerCalendars();
stepThroughReplay();
openBesideThePage();
listenForKeys();
arriveOnLoadAndAfterEachSwap();
