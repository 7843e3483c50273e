package atoll.testkit.seed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that is run once for each of the seeds 1 to [#runs()], and gets a [Seed], a [Draw] or an
/// [atoll.base.id.Randomness] (any number of parameters of these types, all from that seed).
///
/// `-Datoll.seed=N` runs one seed only, `-Datoll.runs=N` that many instead. The message of a failure names the seed and
/// the
/// command that repeats it.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededRuns.class)
public @interface Seeded {
    int runs() default 200;
}
