"""Turn plots into plays: which matter, received on which day, so that it stands right today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from engine.demo.narratives import Matter, Narrative, fill_in
from engine.demo.play import Play
from engine.demo.plots import Pin, Plot, Reporter
from engine.demo.stage import Stage
from engine.office.deadlines import DeadlineRule, reckon
from engine.office.roles import Role

# How long a brisk case takes to the step that is pinned to a day, in days of the calendar.
_LEADS = {"received": 0, "register": 0, "sign_letter": 9, "committee_inquiry.sign_order": 15}
# A deadline is looked for this far back; the longest is sixty days.
_FURTHEST = 120
# Whose name stands in a complaint about the holder of a post.
_HOLDERS = {"head": Role.HEAD, "intake_officer": Role.OFFICER}


@dataclass
class Casting:
    """Makes plays of plots and narratives for one office."""

    stage: Stage
    today: date

    def plays(self, cast: Sequence[tuple[Plot, Narrative]]) -> list[Play]:
        """Return the plays in the order of their receipt."""
        own = [self._play(plot, narrative) for plot, narrative in cast if not plot.duplicate]
        repeats = [self._repeat(plot, own) for plot, _ in cast if plot.duplicate]
        return sorted([*own, *repeats], key=lambda play: play.received_on)

    def _play(self, plot: Plot, narrative: Narrative) -> Play:
        pinned: dict[str, date] = {}
        if plot.pin is None:
            received_on = self._received(plot)
        else:
            day = self._day_for(plot.pin)
            received_on = day - timedelta(days=_LEADS[plot.pin.step])
            pinned[plot.pin.step] = day
            if plot.pin.step != "received":
                received_on = self.stage.hours.calendar.working_day_on_or_before(received_on)
        return Play(
            self.stage,
            plot,
            self._matter(narrative, received_on),
            received_on,
            pinned,
        )

    def _received(self, plot: Plot) -> date:
        furthest, nearest = plot.received
        day = self.today - timedelta(days=self.stage.rng.randint(nearest, furthest))
        # The web form and the box take complaints on days off as well; a counter does not.
        if plot.reporter is Reporter.ANONYMOUS:
            return day
        return self.stage.hours.calendar.working_day_on_or_before(day)

    def _day_for(self, pin: Pin) -> date:
        """Return the day to act on for the deadline to fall as near as can be, and not later."""
        rule = self._rule(pin.deadline)
        calendar = self.stage.hours.calendar
        wanted = self.today + timedelta(days=pin.days)
        days = (wanted - timedelta(days=back) for back in range(_FURTHEST))
        return next(
            day
            for day in days
            if (pin.step == "received" or (calendar.is_working_day(day) and day < self.today))
            and reckon(rule, day, calendar).effective_on <= wanted
        )

    def _rule(self, name: str) -> DeadlineRule:
        return self.stage.staff.settings.profile.deadlines[name]

    def _matter(self, narrative: Narrative, received_on: date) -> Matter:
        month = (received_on - timedelta(days=31)).month
        staff = self.stage.staff
        holder = _HOLDERS.get(narrative.about)
        who = staff.people[staff.holders(holder)[-1]].name if holder else None
        return fill_in(narrative, self.stage.names, month, who)

    def _repeat(self, plot: Plot, own: list[Play]) -> Play:
        """Return a play about the matter of one that was received some days before."""
        furthest, nearest = plot.received
        near = [
            play
            for play in own
            if nearest - 1 <= (self.today - play.received_on).days <= furthest + 8
            and play.plot.reporter is not Reporter.AGENCY
            and play.plot.respondent == "other"
        ]
        earlier = self.stage.rng.choice(near)
        calendar = self.stage.hours.calendar
        lodged_on = calendar.working_day_on_or_after(earlier.received_on)
        received_on = calendar.add_working_days(lodged_on, 1)
        return Play(self.stage, plot, earlier.matter, received_on, {}, earlier)


def deal(
    plots: Sequence[Plot], narratives: Sequence[Narrative], rng: Random
) -> list[tuple[Plot, Narrative]]:
    """Give each case of each plot a narrative, in turn, so that all of them are told."""
    wanted = [plot for plot in plots for _ in range(plot.count)]
    rng.shuffle(wanted)
    waiting = rng.sample(narratives, len(narratives))
    cast: list[tuple[Plot, Narrative]] = []
    for plot in wanted:
        told = next(each for each in waiting if _fits(each, plot))
        waiting.remove(told)
        waiting.append(told)
        cast.append((plot, told))
    return cast


def _fits(narrative: Narrative, plot: Plot) -> bool:
    """Tell whether the plot may be about this; who speaks without a name gives none."""
    if narrative.about != plot.respondent:
        return False
    return narrative.voice != "anonymous" or plot.reporter in {
        Reporter.ANONYMOUS,
        Reporter.CODE_ONLY,
    }
