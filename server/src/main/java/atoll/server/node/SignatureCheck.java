package atoll.server.node;

import atoll.base.config.Secret;
import atoll.changeprop.executor.JobSignature;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// Keeps job events that the wiki did not sign away from it: they would cost it a request and be refused.
///
/// @param signed tells the deliveries whose events must be signed
record SignatureCheck(Executor executor, Secret key, Predicate<Delivery> signed) implements Executor {

    @Override
    public Outcome execute(Attempt attempt) throws InterruptedException {
        if (signed.test(attempt.delivery())) {
            byte[] secret = key.reveal().getBytes(StandardCharsets.UTF_8);
            JobSignature.Verdict verdict = JobSignature.verify(attempt.event(), secret);
            if (verdict != JobSignature.Verdict.VALID) {
                return new Outcome.Rejected(
                        0,
                        switch (verdict) {
                            case MISSING -> "the job event has no signature; nothing was sent to the wiki";
                            case UNREADABLE ->
                                "the job event is not what MediaWiki writes; nothing was sent to the wiki";
                            case INVALID, VALID ->
                                "the job's signature does not fit the configured secret key; nothing was sent to the wiki; "
                                        + "check that secret-key is the wiki's $wgSecretKey";
                        });
            }
        }
        return executor.execute(attempt);
    }
}
