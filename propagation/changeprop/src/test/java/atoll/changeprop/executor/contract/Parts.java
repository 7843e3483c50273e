package atoll.changeprop.executor.contract;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.TimeSource;
import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.AllowedHosts;
import atoll.changeprop.executor.EmitExecutor;
import atoll.changeprop.executor.HandlerExecutor;
import atoll.changeprop.executor.HttpCall;
import atoll.changeprop.executor.HttpExecutor;
import atoll.changeprop.executor.LinksExecutor;
import atoll.changeprop.executor.ProgramCall;
import atoll.changeprop.executor.ProgramExecutor;
import atoll.changeprop.executor.RuleExecutor;
import atoll.changeprop.executor.WikiExecutor;
import atoll.changeprop.executor.WikiMap;
import atoll.changeprop.failure.FailureStreams;
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
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.log.memory.MemoryEventLog;
import atoll.work.Executor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an executor is made of. What a subject does not replace is there, but nobody is at its other end.
final class Parts {
    final TimeSource time;
    final ReplicaLag lag;
    HttpCall http = (_, _) -> new HttpCall.NoAnswer(HttpCall.Kind.NO_CONNECTION, "there is no network here");
    ProgramCall programs = (_, _) -> new ProgramCall.NotStarted("there are no programs here");
    Handlers handlers = Handlers.NONE;
    WikiMap wikis = new WikiMap(Map.of(), null);
    WikiExecutor wiki = (_, _, _) -> {
        throw new AssertionError("the wiki is not asked");
    };

    Parts(TimeSource time) {
        this.time = time;
        this.lag = new ReplicaLag(Map.of(), Duration.ofSeconds(6), time, new SimpleMeterRegistry());
    }

    /// @param exec of the only rule, as in a rule file
    Executor executor(String exec) {
        RuleSet rules = RuleFiles.load(List.of(new RuleFile(
                "rules.yaml", ExecutorContract.RULE + ": {topic: t, timeout: 60000, exec: " + exec + "}")));
        EventPublisher publisher = new EventIntake(
                        IntakeConfig.DEFAULTS,
                        new IntakeRules(SchemaCatalog.bundled(), StreamCatalog.EMPTY, ProducerAccess.DEFAULTS),
                        new IntakePorts(
                                MemoryEventLog.committing(time),
                                time,
                                Ids.random(Randomness.seeded(1)),
                                new SimpleMeterRegistry()))
                .publisher();
        LinkExpansion expansion = new LinkExpansion(publisher, FailureStreams.SERVICE, time, LinkExpansion.BUDGET);
        RuleExecutor.Kinds kinds = new RuleExecutor.Kinds(
                wiki,
                new HttpExecutor(http, new AllowedHosts(List.of()), lag, time),
                new LinksExecutor(http, () -> wikis, expansion, lag, time),
                new EmitExecutor(publisher, time),
                new ProgramExecutor(programs, Grants.ANY),
                new HandlerExecutor(handlers, time));
        return new RuleExecutor(() -> rules, kinds, time, TriggeredBy.LONGEST);
    }
}
