package atoll.work.policy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.log.Header;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The records of the policy topic: JSON, so that they can be read with any tool, and a header with the format's
/// version.
///
/// ```
/// {"expects":7,"change":{"version":8,"type":"refreshLinks","wiki":"*","section":"s1","policy":{"paused":true},
///  "at":"2026-11-23T03:00:00Z","by":"ann from 127.0.0.1","reason":"s1 is overloaded"}}
/// {"expects":8,"restated":[…]}
/// ```
final class PolicyCodec {
    private static final String FORMAT_HEADER = "atoll-format";
    private static final byte FORMAT = 1;

    private PolicyCodec() {}

    /// A record: either a change, or all that is in force.
    ///
    /// @param expects the version it was made for
    record Written(
            long expects, @Nullable Line change, @Nullable List<Line> restated) {}

    /// @param policy absent if the target's policy was removed
    record Line(
            long version,
            String type,
            String wiki,
            String section,
            @Nullable Fields policy,
            Instant at,
            String by,
            String reason) {
        static Line of(PolicyChange change) {
            LimitPolicy policy = change.policy();
            return new Line(
                    change.version(),
                    change.target().type(),
                    change.target().wiki(),
                    change.target().section(),
                    policy == null
                            ? null
                            : new Fields(policy.paused(), policy.weight(), policy.concurrency(), policy.rate()),
                    change.at(),
                    change.by(),
                    change.reason());
        }

        PolicyChange change() {
            LimitTarget target = new LimitTarget(type, wiki, section);
            Fields fields = policy;
            LimitPolicy said = fields == null
                    ? null
                    : new LimitPolicy(target, fields.paused, fields.weight, fields.concurrency, fields.rate);
            return new PolicyChange(version, target, said, at, by, reason);
        }
    }

    /// As [LimitPolicy], without its target.
    record Fields(
            @Nullable Boolean paused,
            @Nullable Double weight,
            LimitPolicy.@Nullable Concurrency concurrency,
            LimitPolicy.@Nullable Rate rate) {}

    static NewRecord change(TopicPartition to, PolicyChange change) {
        return record(to, new Written(change.version() - 1, Line.of(change), null), change.at());
    }

    static NewRecord restatement(TopicPartition to, long version, List<PolicyChange> all, Instant at) {
        return record(to, new Written(version, null, all.stream().map(Line::of).toList()), at);
    }

    private static NewRecord record(TopicPartition to, Written written, Instant at) {
        return new NewRecord(
                to,
                at.toEpochMilli(),
                null,
                List.of(new Header(FORMAT_HEADER, new byte[] {FORMAT})),
                Json.write(written));
    }

    static Written read(LogRecord record) {
        byte[] format = record.header(FORMAT_HEADER);
        if (format == null || format.length != 1 || format[0] != FORMAT) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "policy record " + record.offset() + " has format '" + (format == null ? "none" : format[0])
                            + "', this program reads " + FORMAT + "; run the newer program");
        }
        return Json.read(record.value(), Written.class);
    }
}
