package atoll.server.node;

import atoll.base.config.Secret;
import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.changeprop.redaction.Redaction;
import atoll.server.admin.AdminAccess;
import atoll.server.admin.AdminApi;
import atoll.server.admin.backups.Backups;
import atoll.server.admin.backups.BackupsResource;
import atoll.server.admin.ports.AdminPorts;
import atoll.server.admin.ports.Admissions;
import atoll.server.admin.ports.OwnerWork;
import atoll.server.audit.Audit;
import atoll.server.audit.AuditLog;
import atoll.server.deadletter.Actions;
import atoll.server.deadletter.DeadLetters;
import atoll.server.find.Finding;
import atoll.server.find.Indexer;
import atoll.server.observe.AttemptMeters;
import atoll.server.observe.Observation;
import atoll.server.observe.Rates;
import atoll.server.observe.RootJobs;
import atoll.server.ruleversions.RuleChanges;
import atoll.server.ruleversions.RuleVersions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// The admin API with all its features, and what works for them in the background.
final class AdminParts {
    final AdminApi api;
    /// To be run as long as the API answers.
    final List<Duty> duties;

    /// @param versions the source of the rules in force
    AdminParts(
            AtollConfig config,
            Storage storage,
            WorkParts work,
            RuleVersions versions,
            AttemptMeters attempts,
            TimeSource time,
            MeterRegistry meters) {
        AdminPorts ports = new AdminPorts(
                config.datacenter(),
                new OwnerWork(work.owner, time),
                storage.log(),
                Admissions.of(work.admission),
                work.rules,
                Redaction.of(config.admin().redact()),
                time);
        Secret token = config.admin().token();
        AdminAccess access = token == null ? AdminAccess.loopbackOnly() : AdminAccess.withToken(token.reveal());
        Backups backups = new Backups(storage.log()::snapshot, Version.TEXT, time);
        RootJobs roots = new RootJobs();
        Rates rates = new Rates(ports, attempts, roots);
        AuditLog audit = new AuditLog(storage.log(), time);
        Actions actions = new Actions(ports.work(), storage.log(), audit, time);
        Indexer indexer = new Indexer(ports, storage.events(), config.admin().findRecords(), roots, meters);
        duties = List.of(backups, rates, actions, indexer);
        api = new AdminApi(
                ports,
                access,
                audit,
                List.of(
                        new BackupsResource(backups),
                        new Observation(ports, rates),
                        new Finding(ports, indexer),
                        new DeadLetters(ports, actions),
                        new RuleChanges(ports, versions, rates),
                        new Audit(audit, time)));
    }
}
