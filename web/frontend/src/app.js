// Comfort only: every page does all its work without this file.
import { arriveOnLoadAndAfterEachSwap } from "./arrival.js";
import { configureExchange, keepTypingDuringExchange, sayWhenTheServerIsAway } from "./exchange.js";
import { guardTyping } from "./typing.js";

configureExchange();
sayWhenTheServerIsAway();
keepTypingDuringExchange();
guardTyping();
arriveOnLoadAndAfterEachSwap();
