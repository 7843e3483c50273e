package atoll.it.mediawiki;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that do to a real MediaWiki what jobs must not do.
class WorkerFaultTest {
    private static final String JOB = """
            class AtollFaultyJob extends Job implements GenericParameterJob {
            	public function __construct( array $params ) { parent::__construct( 'atollFaulty', $params ); }
            	public function allowRetries() { return $this->params['how'] !== 'final'; }
            	public function run() {
            		switch ( $this->params['how'] ) {
            			case 'throw': throw new RuntimeException( 'thrown on purpose' );
            			case 'error': return nonexistent_function();
            			case 'exit': exit( 0 );
            			case 'fatal': ini_set( 'memory_limit', '64M' ); $x = str_repeat( 'x', 512 << 20 ); return true;
            			case 'die': posix_kill( getmypid(), SIGKILL ); return true;
            			case 'sleep': sleep( 1000 ); return true;
            			case 'echo': echo "{}\\n"; print( "<html>" ); ob_flush(); return true;
            			case 'leak': $GLOBALS['atollLeak'][] = str_repeat( 'y', 60 << 20 ); return true;
            			case 'false': $this->setLastError( 'said no' ); return false;
            			case 'final': $this->setLastError( 'said no for good' ); return false;
            			case 'pid': $this->setLastError( 'pid ' . getmypid() ); return false;
            			default: return true;
            		}
            	}
            }
            $wgJobClasses['atollFaulty'] = AtollFaultyJob::class;
            """;

    /// The worker, and nobody else, sees a second server that is behind.
    private static final String LAGGING = """
            $wgHooks['MediaWikiServices'][] = static function ( $services ) {
            	$services->addServiceManipulator( 'DBLoadBalancer', static function ( $balancer ) {
            		$lagging = ( new ReflectionClass( AtollLaggingBalancer::class ) )->newInstanceWithoutConstructor();
            		foreach ( ( new ReflectionClass( Wikimedia\\Rdbms\\LoadBalancer::class ) )->getProperties() as $property ) {
            			$property->setAccessible( true );
            			if ( !$property->isStatic() && $property->isInitialized( $balancer ) ) {
            				$property->setValue( $lagging, $property->getValue( $balancer ) );
            			}
            		}
            		return $lagging;
            	} );
            };
            class AtollLaggingBalancer extends Wikimedia\\Rdbms\\LoadBalancer {
            	public function getServerCount() {
            		$caller = debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS, 2 )[1]['class'] ?? '';
            		return $caller === 'AtollWorker' ? 2 : parent::getServerCount();
            	}
            	public function getMaxLag( $domain = false ) {
            		return [ 'replica', 12.34, 1 ];
            	}
            }
            """;

    @TempDir
    Path directory;

    @Test
    void jobsThatThrowExitDieLeakOrSleepCostNothingButThemselves() throws Exception {
        TestWiki wiki = TestWiki.create(directory.resolve("wiki"));
        wiki.configure("faulty", JOB);
        try (Workers workers = new Workers(wiki, 500, 128)) {
            String pid = workers.run(faulty("pid")).detail();
            assertThat(workers.run(faulty("throw"))).satisfies(failed("RuntimeException: thrown on purpose"));
            assertThat(workers.run(faulty("error"))).satisfies(failed("nonexistent_function"));
            assertThat(workers.run(faulty("false"))).satisfies(failed("said no"));
            assertThat(workers.run(faulty("final")).detail())
                    .isEqualTo("the job failed, but forbids retries: said no for good");
            assertThat(workers.run(faulty("echo"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("pid")).detail())
                    .as("none of these costs the process")
                    .isEqualTo(pid);

            assertThat(workers.run(faulty("exit"))).satisfies(failed("ended the process with exit()"));
            assertThat(workers.run(faulty("fine"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("fatal"))).satisfies(failed("Allowed memory size"));
            assertThat(workers.run(faulty("fine"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("die"))).satisfies(failed("ended by signal 9"));
            assertThat(workers.run(faulty("fine"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("sleep"), Duration.ofSeconds(2))).satisfies(failed("took too long"));

            String before = workers.run(faulty("pid")).detail();
            assertThat(workers.run(faulty("leak"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("leak"))).isInstanceOf(Outcome.Done.class);
            assertThat(workers.run(faulty("pid")).detail())
                    .as("a process that holds too much is replaced")
                    .isNotEqualTo(before);
        }
    }

    @Test
    void onlyJobsThatTheWikiSignedAreRunAndAReadOnlyWikiTakesNone() throws Exception {
        TestWiki wiki = TestWiki.create(directory.resolve("wiki"));
        String event = Jobs.event("null", "{\"lives\":0}");
        try (Workers workers = new Workers(wiki, 500, 256)) {
            assertThat(workers.run(event)).isEqualTo(new Outcome.Done(0, "done"));
            assertThat(workers.run(event.replace("\"lives\":0", "\"lives\":1")))
                    .satisfies(rejected("the signature is wrong"));
            assertThat(workers.run(event.replace("mediawiki_signature", "signature")))
                    .satisfies(rejected("no signature"));
            assertThat(workers.run(Jobs.event("unheardOf", "{}"))).satisfies(rejected("unheardOf"));
            wiki.configure("readonly", "$wgReadOnly = 'moving house';");
            // The change is noticed with the first answer after it; whoever comes next sees it.
            workers.run(event);
            assertThat(workers.run(event))
                    .isInstanceOfSatisfying(
                            Outcome.Postponed.class,
                            late -> assertThat(late.detail()).contains("read-only: moving house"));
            wiki.configure("readonly", "");
            assertThat(workers.run(event)).isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void whileReplicasLagOnlyBulkWorkWaits() throws Exception {
        TestWiki wiki = TestWiki.create(directory.resolve("wiki"));
        String event = Jobs.event("null", "{\"lives\":0}");
        try (Workers workers = new Workers(wiki, 500, 256)) {
            assertThat(workers.runBulk(event)).isInstanceOf(Outcome.Done.class);
            assertThat(workers.pause()).as("there are no replicas").isEmpty();
            wiki.configure("lag", LAGGING);
            // The change is noticed with the first answer after it; whoever comes next sees it.
            workers.run(event);
            assertThat(workers.run(event)).isEqualTo(new Outcome.Done(0, "done"));
            assertThat(workers.pause()).hasValue("replica lag 12 s; bulk work waits");
            assertThat(workers.runBulk(event)).isInstanceOfSatisfying(Outcome.Postponed.class, later -> {
                assertThat(later.detail()).contains("the wiki's replicas lag 12.3 s");
                assertThat(later.scope()).isEqualTo(Outcome.Scope.LANE);
                assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(13));
            });
        }
    }

    private static String faulty(String how) {
        return Jobs.event("atollFaulty", "{\"how\":\"" + how + "\"}");
    }

    private static Consumer<Outcome> failed(String detail) {
        return outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.detail()).contains(detail);
        };
    }

    private static Consumer<Outcome> rejected(String detail) {
        return outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
            assertThat(outcome.detail()).contains(detail);
        };
    }
}
