package atoll.testkit.seed;

import atoll.base.id.Randomness;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/// Carries out [Seeded].
final class SeededRuns implements TestTemplateInvocationContextProvider {
    private static final String ONE_SEED = "atoll.seed";
    private static final String RUNS = "atoll.runs";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeded.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Seeded seeded = context.getRequiredTestMethod().getAnnotation(Seeded.class);
        return seeds(
                        context.getConfigurationParameter(ONE_SEED, Long::valueOf),
                        context.getConfigurationParameter(RUNS, Long::valueOf),
                        seeded.runs())
                .mapToObj(seed -> new Run(new Seed(seed)));
    }

    static LongStream seeds(Optional<Long> replayed, Optional<Long> runs, long declaredRuns) {
        return replayed.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, runs.orElse(declaredRuns)));
    }

    /// One invocation of the test method.
    private record Run(Seed seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed.value();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Values(seed), new Replay(seed));
        }
    }

    private record Values(Seed seed) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Seed.class || type == Draw.class || type == Randomness.class;
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            if (type == Seed.class) {
                return seed;
            }
            return type == Draw.class ? seed.draw() : seed.randomness();
        }
    }

    private record Replay(Seed seed) implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            throw explained(context.getRequiredTestMethod(), seed, failure);
        }
    }

    static Throwable explained(Method test, Seed seed, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return failure;
        }
        String message = "seed " + seed.value() + ": " + failure.getMessage() + "\nreplay: " + command(test, seed);
        return new AssertionError(message, failure);
    }

    static String command(Method test, Seed seed) {
        Path module = Path.of("").toAbsolutePath();
        Path root = module;
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        String where = root == null || root.equals(module) ? "" : " -pl " + root.relativize(module) + " -am";
        return "./mvnw -q" + where + " test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
                + test.getDeclaringClass().getSimpleName() + "#" + test.getName() + " -D" + ONE_SEED + "="
                + seed.value();
    }
}
