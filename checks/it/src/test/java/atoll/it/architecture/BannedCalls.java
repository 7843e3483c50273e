package atoll.it.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/// Calls that must not be made, told by class, name and, where it matters, the number of parameters.
final class BannedCalls {
    private static final String NEW = "<init>";

    static final DescribedPredicate<JavaAccess<?>> AMBIENT = calls(
            "ask for time, randomness, environment or defaults",
            Set.of(
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.ZoneId.systemDefault",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.System.getenv",
                    "java.lang.System.getProperty",
                    "java.lang.System.getProperties",
                    "java.lang.Thread.sleep",
                    "java.lang.Object.wait",
                    "java.util.concurrent.TimeUnit.sleep",
                    "java.util.Date." + NEW + "/0",
                    "java.util.Random." + NEW,
                    "java.util.SplittableRandom." + NEW,
                    "java.security.SecureRandom." + NEW,
                    "java.util.concurrent.ThreadLocalRandom.current",
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID",
                    "java.util.Collections.shuffle/1",
                    "java.util.Locale.getDefault",
                    "java.lang.String.toLowerCase/0",
                    "java.lang.String.toUpperCase/0",
                    "java.nio.charset.Charset.defaultCharset"));

    static final DescribedPredicate<JavaAccess<?>> THREADS = calls(
            "create threads",
            Set.of(
                    "java.lang.Thread." + NEW,
                    "java.lang.Thread.ofVirtual",
                    "java.lang.Thread.ofPlatform",
                    "java.lang.Thread.startVirtualThread",
                    "java.util.Timer." + NEW,
                    "java.util.concurrent.Executors.*",
                    "java.util.concurrent.ThreadPoolExecutor." + NEW,
                    "java.util.concurrent.ScheduledThreadPoolExecutor." + NEW,
                    "java.util.concurrent.ForkJoinPool." + NEW,
                    "java.util.concurrent.ForkJoinPool.commonPool",
                    "java.util.Collection.parallelStream",
                    "java.util.concurrent.CompletableFuture.runAsync",
                    "java.util.concurrent.CompletableFuture.supplyAsync"));

    static final DescribedPredicate<JavaAccess<?>> ENDLESS_WAITS = calls(
            "wait without a deadline",
            Set.of(
                    "java.util.concurrent.CountDownLatch.await/0",
                    "java.util.concurrent.CyclicBarrier.await/0",
                    "java.util.concurrent.Semaphore.acquire",
                    "java.util.concurrent.Semaphore.acquireUninterruptibly",
                    "java.util.concurrent.Future.get/0",
                    "java.util.concurrent.CompletableFuture.get/0",
                    "java.util.concurrent.CompletableFuture.join/0",
                    "java.util.concurrent.BlockingQueue.take",
                    "java.util.concurrent.BlockingQueue.put",
                    "java.util.concurrent.locks.Condition.await/0",
                    "java.util.concurrent.locks.LockSupport.park",
                    "java.lang.Thread.join/0"));

    static final DescribedPredicate<JavaAccess<?>> RAW_THROWS = calls(
                    "create exceptions that say nothing",
                    Set.of(
                            "java.lang.RuntimeException." + NEW,
                            "java.lang.Exception." + NEW,
                            "java.lang.Error." + NEW,
                            "java.lang.Throwable." + NEW))
            .and(DescribedPredicate.describe(
                    "outside of a subclass", access -> !access.getOriginOwner().isAssignableTo(Throwable.class)));

    private BannedCalls() {}

    private static DescribedPredicate<JavaAccess<?>> calls(String description, Set<String> banned) {
        return DescribedPredicate.describe(description, access -> {
            if (!(access.getTarget() instanceof CodeUnitAccessTarget called)) {
                return false;
            }
            String name = called.getOwner().getName() + "." + called.getName();
            return banned.contains(name)
                    || banned.contains(
                            name + "/" + called.getRawParameterTypes().size())
                    || banned.contains(called.getOwner().getName() + ".*");
        });
    }
}
