package atoll.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of an attempt. Exactly one of these.
public sealed interface Outcome {

    /// HTTP status or exit code; 0 if there was no answer.
    int status();

    /// One line for a person: what was answered, with a hint where it helps. Cut to a bound by the ledger.
    String detail();

    /// Carried out.
    record Done(int status, String detail) implements Outcome {}

    /// The rule's `ignore` says this answer counts as success.
    record Ignored(int status, String detail) implements Outcome {}

    /// Failed; worth another attempt if the rule has any left.
    record Failed(int status, String detail, @Nullable AnswerExcerpt answer) implements Outcome {
        public Failed(int status, String detail) {
            this(status, detail, null);
        }
    }

    /// Failed in a way that another attempt cannot mend; goes to the dead letters at once.
    record Rejected(int status, String detail, @Nullable AnswerExcerpt answer) implements Outcome {
        public Rejected(int status, String detail) {
            this(status, detail, null);
        }
    }

    /// Not carried out because the wiki cannot take it now (read-only, overloaded). The attempt is not charged, and
    /// nothing else of the scope is tried before the time is over.
    ///
    /// @param scope what has to wait
    /// @param retryAfter how long
    record Postponed(int status, String detail, Scope scope, Duration retryAfter) implements Outcome {}

    /// What a postponement holds back.
    enum Scope {
        /// Everything of this wiki.
        WIKI,
        /// This rule's deliveries of this wiki.
        LANE
    }

    /// What was answered, if it failed and there was an answer worth quoting.
    default @Nullable AnswerExcerpt answer() {
        return null;
    }

    /// Failed in one way or the other.
    default boolean isFailure() {
        return this instanceof Failed || this instanceof Rejected;
    }

    /// The same with another detail.
    default Outcome withDetail(String detail) {
        return switch (this) {
            case Done done -> new Done(done.status, detail);
            case Ignored ignored -> new Ignored(ignored.status, detail);
            case Failed failed -> new Failed(failed.status, detail, failed.answer);
            case Rejected rejected -> new Rejected(rejected.status, detail, rejected.answer);
            case Postponed later -> new Postponed(later.status, detail, later.scope, later.retryAfter);
        };
    }

    /// The same with what was answered, if it is a failure.
    default Outcome quoting(AnswerExcerpt answer) {
        return switch (this) {
            case Failed failed -> new Failed(failed.status, failed.detail, answer);
            case Rejected rejected -> new Rejected(rejected.status, rejected.detail, answer);
            case Done _, Ignored _, Postponed _ -> this;
        };
    }

    /// For logs and metrics.
    default String label() {
        return switch (this) {
            case Done _ -> "done";
            case Ignored _ -> "ignored";
            case Failed _ -> "failed";
            case Rejected _ -> "rejected";
            case Postponed _ -> "postponed";
        };
    }
}
