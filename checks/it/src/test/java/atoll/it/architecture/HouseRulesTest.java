package atoll.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.it.architecture.sample.LooseManager;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule finds the offender that was made for it.
class HouseRulesTest {
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackagesOf(LooseManager.class);

    @Test
    void findsTimeAskedForInsteadOfInjected() {
        assertFinds(HouseRules.noAmbientTime(), "java.time.Instant.now()");
    }

    @Test
    void findsThreadsCreated() {
        assertFinds(HouseRules.noThreads(), "Executors.newCachedThreadPool()");
    }

    @Test
    void findsWaitsWithoutDeadline() {
        assertFinds(HouseRules.noEndlessWaits(), "CountDownLatch.await()");
    }

    @Test
    void findsRawThrowsButNotSubclasses() {
        assertFinds(HouseRules.noRawThrows(), "LooseManager.fail()");
        assertThat(report(HouseRules.noRawThrows())).doesNotContain("Lost.<init>");
    }

    @Test
    void findsExceptionsWithAnotherRoot() {
        assertFinds(HouseRules.exceptionsHaveOneRoot(), "LooseManager$Lost");
    }

    @Test
    void findsEmptyNames() {
        assertFinds(HouseRules.noEmptyNames(), "LooseManager");
    }

    @Test
    void findsMutableStaticsAndSingletons() {
        assertFinds(HouseRules.noMutableStatics(), "LooseManager.COUNT");
        assertFinds(HouseRules.noSingletons(), "LooseManager.getInstance()");
    }

    @Test
    void findsConfigurationThatIsNoRecord() {
        assertFinds(HouseRules.configurationIsARecord(), "LooseManager$LooseConfig");
    }

    @Test
    void findsFuturesInSignatures() {
        assertFinds(HouseRules.noFuturesInSignatures(), "LooseManager.later()");
    }

    @Test
    void findsPackagesThatAreNotNullMarked() {
        JavaClasses unmarked = new ClassFileImporter().importClasses(org.assertj.core.api.Assertions.class);
        assertThat(HouseRules.nullMarked().evaluate(unmarked).hasViolation()).isTrue();
        assertThat(HouseRules.nullMarked().evaluate(OFFENDERS).hasViolation()).isFalse();
    }

    @Test
    void findsLibrariesUsedByOthersThanTheirOwner() {
        assertFinds(HouseRules.thirdParty("java.time", List.of("atoll.base")), "java.time.Instant");
        assertThat(HouseRules.thirdParty("java.time", List.of("atoll.it"))
                        .evaluate(OFFENDERS)
                        .hasViolation())
                .isFalse();
    }

    @Test
    void findsLibrariesThatNobodyOwns() {
        JavaClasses tests = new ClassFileImporter().importClasses(HouseRules.class);
        assertThat(HouseRules.onlyListedThirdParty()
                        .evaluate(tests)
                        .getFailureReport()
                        .toString())
                .contains("com.tngtech.archunit");
    }

    @Test
    void findsArrowsThatPointUpwards() {
        JavaClasses log = new ClassFileImporter().importPackages("atoll.log");
        assertThat(HouseRules.arrows("log").evaluate(log).hasViolation()).isFalse();
        assertThat(Modules.usableBy("log")).containsExactly("base", "log");
        assertThat(Modules.usableBy("server")).doesNotContain("testkit", "simulate");
        assertThat(HouseRules.arrows("it").evaluate(OFFENDERS).hasViolation()).isFalse();
        assertThat(Modules.of("atoll.changeprop.intake")).isEqualTo("changeprop");
    }

    @Test
    void findsUsersOfAPackagesOwnParts() {
        assertFinds(HouseRules.ownPartsStayInside("java.util", List.of("concurrent")), "CompletableFuture");
        assertThat(HouseRules.ownPartsStayInside("atoll.it.architecture.sample", List.of("inner"))
                        .evaluate(OFFENDERS)
                        .hasViolation())
                .isFalse();
    }

    @Test
    void findsPackagesThatNeedEachOther() {
        assertFinds(HouseRules.noCycles(), "atoll.it.architecture.sample.inner");
    }

    @Test
    void findsEnginesWithoutContractTest() {
        JavaClasses engines = new ClassFileImporter().importClasses(Engine.class);
        JavaClasses tests = new ClassFileImporter().importClasses(EngineCheck.class, PortContract.class);
        assertThat(HouseRules.contractTested(Port.class, tests)
                        .evaluate(engines)
                        .hasViolation())
                .isFalse();
        JavaClasses none = new ClassFileImporter().importClasses(String.class);
        assertThat(HouseRules.contractTested(Port.class, none)
                        .evaluate(engines)
                        .getFailureReport()
                        .toString())
                .contains("Engine> is not tested by a class that extends PortContract");
    }

    /// A port of two engines, in small.
    interface Port extends Closeable {}

    static final class Engine implements Port {
        @Override
        public void close() throws IOException {}
    }

    abstract static class PortContract {
        abstract Port create();
    }

    static final class EngineCheck extends PortContract {
        @Override
        Port create() {
            return new Engine();
        }
    }

    private static void assertFinds(ArchRule rule, String offender) {
        assertThat(report(rule)).contains(offender).contains("because");
    }

    private static String report(ArchRule rule) {
        return rule.evaluate(OFFENDERS).getFailureReport().toString();
    }
}
