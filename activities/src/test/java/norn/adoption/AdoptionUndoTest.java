package norn.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.ActionFailed;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.FreePort;
import norn.action.Heartbeats;
import norn.action.SimulatedKill;
import norn.action.Targets;
import norn.exec.Ports;
import norn.plan.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class AdoptionUndoTest {
    @TempDir
    Path root;

    private HandMade made;

    @BeforeEach
    void an_adopted_installation() throws Exception {
        root = root.toRealPath();
        made = HandMade.in(root, FreePort.next(), FreePort.next());
        made.startByHand();
        await().until(() -> Ports.isTaken(made.loginPort()) && Ports.isTaken(made.mapPort()));
    }

    @AfterEach
    void nothing_is_left() {
        made.end();
    }

    private AdoptionUndo undo(FailPoint failPoint) {
        return new AdoptionUndo(
                made.harness().host(),
                Clock.systemUTC(),
                new AdoptionRequest(null, null, "alice", false),
                Heartbeats.ignored(),
                failPoint);
    }

    private AdoptionUndo undo() {
        return undo(FailPoint.NONE);
    }

    private void requireInPlace() {
        assertThat(Files.isDirectory(made.tree(), LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(made.active()).doesNotExist();
        assertThat(made.release("v0.9.0")).doesNotExist();
        assertThat(new Targets(root.resolve("records")).newest()).isEmpty();
        assertThat(new Targets(root.resolve("records")).all()).isEmpty();
        assertThat(Ports.isTaken(made.loginPort()) && Ports.isTaken(made.mapPort()))
                .isTrue();
        var found = made.adoption().inspect();
        assertThat(found.record()).isNull();
        assertThat(found.problems()).isEmpty();
        assertThat(found.tree()).isEqualTo(made.tree());
        assertThat(found.services().get(0).directory()).isEqualTo(made.tree().resolve("game"));
    }

    @Test
    void the_folder_is_back_without_link_and_record_and_can_be_adopted_again() {
        made.adoption().adopt();

        assertThat(undo().inspect().changes())
                .containsExactly(
                        "stop game-servers",
                        "rename %s to %s, in place of the link there".formatted(made.release("v0.9.0"), made.tree()),
                        "remove the link " + made.active(),
                        "start game-servers in " + made.tree(),
                        "forget v0.9.0 as what a deployment can go back to; the evidence stays in "
                                + root.resolve("records")
                                        .resolve(undo().inspect().record().id()));
        var done = undo().undo();

        assertThat(done.summary()).isEqualTo("v0.9.0 runs in place again, from " + made.tree());
        requireInPlace();
        assertThat(catchThrowableOfType(ActionFailed.class, () -> undo().undo()).error())
                .isEqualTo("NotAdopted");
        made.adoption().adopt();
        assertThat(made.adoption().inspect().isAdopted()).isTrue();
    }

    @Test
    void it_is_ended_at_any_place_and_goes_on() {
        made.adoption().adopt();
        var places = new ArrayList<String>();

        for (var place = 1; ; place++) {
            var left = new AtomicInteger(place); // each time a place further on, from where the one before ended
            try {
                undo(at -> {
                            if (at.startsWith("return-tree") && left.decrementAndGet() == 0) {
                                throw new SimulatedKill(at);
                            }
                        })
                        .undo();
                break;
            } catch (SimulatedKill killed) {
                places.add(String.valueOf(killed.getMessage()));
                if (!Files.exists(root.resolve("records/adoption.json"))) {
                    break; // that was the last place
                }
                assertThat(Files.exists(made.tree()) || Files.exists(made.release("v0.9.0")))
                        .as("ended at " + places)
                        .isTrue();
                assertThat(made.adoption().inspect().problems())
                        .extracting(Problem::text)
                        .singleElement()
                        .asString()
                        .contains("is being taken back");
            }
        }

        assertThat(places).hasSizeGreaterThan(2);
        requireInPlace();
    }

    @Test
    void an_adoption_that_was_ended_in_the_middle_is_taken_back_too() {
        for (var at : List.of("place-tree: part 2", "place-tree: after", "leave-release: after")) {
            try {
                HandMade.dying(made.harness(), place -> {
                            if (place.equals(at)) {
                                throw new SimulatedKill(at);
                            }
                        })
                        .adopt();
            } catch (SimulatedKill killed) {
                undo().undo();
                requireInPlace();
                continue;
            }
            throw new AssertionError("never reached " + at);
        }
    }

    /** Between its proof and the record of that nothing of it acts, and the fence does not hold another off. */
    @Test
    void an_adoption_that_goes_on_is_not_taken_back() {
        var refused = new ArrayList<ActionFailed>();
        var proven = new AtomicBoolean();
        var clock = new MovedClock(() -> {
            if (proven.getAndSet(false)) {
                refused.add(catchThrowableOfType(ActionFailed.class, () -> undo().undo()));
                refused.add(catchThrowableOfType(
                        ActionFailed.class, () -> made.adoption().adopt()));
            }
        });

        new Adoption(
                        made.harness().host(),
                        clock,
                        new AdoptionRequest(null, null, "alice", false),
                        Heartbeats.ignored(),
                        at -> proven.compareAndSet(false, at.equals("verify-fingerprint: after")))
                .adopt();

        assertThat(refused).hasSize(2).allSatisfy(failed -> {
            assertThat(failed.error()).isEqualTo("AdoptionRuns");
            assertThat(failed)
                    .hasMessageContaining(": by alice, process %d, since "
                            .formatted(ProcessHandle.current().pid()));
        });
        assertThat(made.adoption().inspect().isAdopted()).isTrue();
        undo().undo();
        requireInPlace();
    }

    /** The time, and something that happens whenever somebody looks at it. */
    private static final class MovedClock extends Clock {
        private final Runnable meanwhile;

        private MovedClock(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public Instant instant() {
            meanwhile.run();
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void what_a_deployment_has_acted_on_is_not_taken_back() {
        made.adoption().adopt();
        var harness =
                made.harness().deployment("next").release("v1.0.0").fence(new Fence(root.resolve("records")).highest());
        harness.run("fingerprint", "record", true);

        var failed = catchThrowableOfType(ActionFailed.class, () -> undo().undo());

        assertThat(failed.error()).isEqualTo("NotUndoable");
        assertThat(failed).hasMessageContaining("next has acted on what was adopted");
        assertThat(Files.isSymbolicLink(made.tree())).isTrue();
        assertThat(made.adoption().inspect().isAdopted()).isTrue();
    }

    @Test
    void the_link_leads_again_where_it_led_before() throws Exception {
        Files.createDirectories(root.resolve("releases/old"));
        Files.createSymbolicLink(made.active(), root.resolve("releases/old"));
        made.adoption().adopt();

        undo().undo();

        assertThat(made.active().toRealPath()).isEqualTo(root.resolve("releases/old"));
        assertThat(Files.isDirectory(made.tree(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
