package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.base.time.TimeSource;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.intake.EventIntake;
import atoll.changeprop.intake.EventPublisher;
import atoll.changeprop.intake.IntakeConfig;
import atoll.changeprop.intake.IntakePorts;
import atoll.changeprop.intake.IntakeRules;
import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.schema.SchemaCatalog;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.links.LinkExpansion;
import atoll.changeprop.rule.Grants;
import atoll.log.EventLog;
import atoll.log.memory.MemoryEventLog;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;

/// Attempts to test with.
final class Attempts {
    private Attempts() {}

    static ReplicaLag lag(TimeSource time) {
        return new ReplicaLag(Map.of(), Duration.ofSeconds(6), time, new SimpleMeterRegistry());
    }

    /// Without programs and handlers.
    static RuleExecutor.Kinds kinds(WikiExecutor wiki, HttpExecutor http, LinksExecutor links) {
        ProgramCall none = (_, _) -> new ProgramCall.NotStarted("there are no programs here");
        return new RuleExecutor.Kinds(
                wiki,
                http,
                links,
                new EmitExecutor(
                        publisher(MemoryEventLog.committing(new SystemTime()), new SystemTime()), new SystemTime()),
                new ProgramExecutor(none, Grants.NOTHING),
                new HandlerExecutor(Handlers.NONE, new SystemTime()));
    }

    static LinksExecutor links(HttpCall http, TimeSource time) {
        return links(http, time, MemoryEventLog.committing(time), LinkExpansion.BUDGET);
    }

    static LinksExecutor links(HttpCall http, TimeSource time, EventLog log, long budget) {
        return new LinksExecutor(
                http,
                () -> WikiMap.single("http://localhost/w"),
                new LinkExpansion(publisher(log, time), "change-prop", time, budget),
                lag(time),
                time);
    }

    /// Of an intake with all defaults.
    static EventPublisher publisher(EventLog log, TimeSource time) {
        return new EventIntake(
                        IntakeConfig.DEFAULTS,
                        new IntakeRules(SchemaCatalog.bundled(), StreamCatalog.EMPTY, ProducerAccess.DEFAULTS),
                        new IntakePorts(log, time, Ids.random(Randomness.seeded(1)), new SimpleMeterRegistry()))
                .publisher();
    }

    static Attempt of(String rule, String wiki, String event) {
        Delivery delivery = new Delivery(
                rule,
                "null",
                wiki,
                "event-1",
                "request-1",
                ManualTime.START,
                true,
                ManualTime.START,
                null,
                null,
                null,
                new Source("dc1.mediawiki.job.null", 0, 17));
        return new Attempt(
                new DeliveryId(0, 1), delivery, 1, ManualTime.START.plus(Duration.ofMinutes(5)), event.getBytes(UTF_8));
    }
}
