package norn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import norn.runbook.Work;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant T0 = Instant.parse("2026-12-01T09:00:00Z");
    private static final Instant LIVE = Instant.parse("2026-12-01T10:50:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Optional<Instant> planned(String at, Pace pace, ZoneId zone, Instant t0, Instant goLiveAt) {
        var policy = new Policy(
                zone,
                pace,
                new LinkedHashMap<>(),
                true,
                new LinkedHashMap<>(),
                Duration.ZERO,
                Duration.ofHours(2),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        return new Schedule(policy, t0, goLiveAt).planned(step(at));
    }

    private static Optional<Instant> planned(String at) {
        return planned(at, Pace.REAL, ZoneOffset.UTC, T0, LIVE);
    }

    private static Step step(String at) {
        var work = new Work.Action("do", new LinkedHashMap<>(), Duration.ofMinutes(1), Duration.ofSeconds(5));
        return new Step(
                "s",
                "S",
                List.of(),
                at == null ? null : PlannedTime.parse(at),
                work,
                List.of(),
                null,
                false,
                false,
                false,
                false,
                Step.OnFailure.ASK,
                1,
                null,
                null,
                null);
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    @Test
    void times_count_from_T_0_and_from_go_live() {
        assertThat(planned("T-90m")).isEqualTo(at("2026-12-01T07:30:00Z"));
        assertThat(planned("T+10m")).isEqualTo(at("2026-12-01T09:10:00Z"));
        assertThat(planned("T-14d")).isEqualTo(at("2026-11-17T09:00:00Z"));
        assertThat(planned("H+2")).isEqualTo(at("2026-12-01T12:50:00Z"));
        assertThat(planned("H+30m")).isEqualTo(at("2026-12-01T11:20:00Z"));
    }

    @Test
    void a_time_whose_anchor_is_not_known_is_empty_and_so_is_no_time() {
        assertThat(planned("T-90m", Pace.REAL, ZoneOffset.UTC, null, LIVE)).isEmpty();
        assertThat(planned("H+2", Pace.REAL, ZoneOffset.UTC, T0, null)).isEmpty();
        assertThat(planned("D1 08:00", Pace.REAL, ZoneOffset.UTC, T0, null)).isEmpty();
        assertThat(planned(null)).isEmpty();
    }

    @Test
    void day_1_is_the_first_whose_morning_lies_after_hour_4() {
        assertThat(planned("D1 08:00")).isEqualTo(at("2026-12-02T08:00:00Z"));
        assertThat(planned("D1 23:59")).isEqualTo(at("2026-12-02T23:59:00Z"));
        assertThat(planned("D7 08:00")).isEqualTo(at("2026-12-08T08:00:00Z"));
    }

    @Test
    void whoever_goes_live_in_the_small_hours_has_day_1_the_same_day() {
        assertThat(Schedule.firstDay(Instant.parse("2026-12-01T03:59:59Z"), ZoneOffset.UTC))
                .isEqualTo(LocalDate.parse("2026-12-01"));
        assertThat(Schedule.firstDay(Instant.parse("2026-12-01T04:00:00Z"), ZoneOffset.UTC))
                .isEqualTo(LocalDate.parse("2026-12-02"));
    }

    @Test
    void days_are_of_the_environments_zone() {
        assertThat(planned("D1 08:00", Pace.REAL, BERLIN, T0, LIVE)).isEqualTo(at("2026-12-02T07:00:00Z"));
        assertThat(Schedule.firstDay(Instant.parse("2026-12-01T02:30:00Z"), BERLIN))
                .isEqualTo(LocalDate.parse("2026-12-01"));
        assertThat(Schedule.firstDay(Instant.parse("2026-12-01T03:30:00Z"), BERLIN))
                .isEqualTo(LocalDate.parse("2026-12-02"));
    }

    @Test
    void when_the_clocks_change_in_the_week_the_morning_stays_the_morning() {
        var live = Instant.parse("2027-03-26T10:00:00Z");

        assertThat(planned("D1 08:00", Pace.REAL, BERLIN, T0, live)).isEqualTo(at("2027-03-27T07:00:00Z"));
        assertThat(planned("D2 08:00", Pace.REAL, BERLIN, T0, live)).isEqualTo(at("2027-03-28T06:00:00Z"));
    }

    @Test
    void a_number_as_pace_compresses_what_lies_between_the_anchor_and_the_time() {
        var week = planned("D7 08:00", new Pace(30000), ZoneOffset.UTC, T0, LIVE);

        assertThat(week)
                .contains(LIVE.plusMillis(Math.round(Duration.between(LIVE, Instant.parse("2026-12-08T08:00:00Z"))
                                .toMillis()
                        / 30000.0)));
        assertThat(planned("T-30m", new Pace(1800), ZoneOffset.UTC, T0, LIVE)).contains(T0.minusSeconds(1));
    }

    @Test
    void at_pace_asap_nothing_is_planned() {
        assertThat(planned("T+10m", Pace.ASAP, ZoneOffset.UTC, T0, LIVE)).isEmpty();
    }
}
