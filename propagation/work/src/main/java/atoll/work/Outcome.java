package atoll.work;

import java.time.Duration;

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
    record Failed(int status, String detail) implements Outcome {}

    /// Failed in a way that another attempt cannot mend; goes to the dead letters at once.
    record Rejected(int status, String detail) implements Outcome {}

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

    /// The same, told otherwise.
    default Outcome withDetail(String told) {
        return switch (this) {
            case Done done -> new Done(done.status, told);
            case Ignored ignored -> new Ignored(ignored.status, told);
            case Failed failed -> new Failed(failed.status, told);
            case Rejected rejected -> new Rejected(rejected.status, told);
            case Postponed later -> new Postponed(later.status, told, later.scope, later.retryAfter);
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
