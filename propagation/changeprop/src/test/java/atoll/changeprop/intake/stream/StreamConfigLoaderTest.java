package atoll.changeprop.intake.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.log.TopicSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamConfigLoaderTest {
    @Test
    void exactNameWinsAndThenTheFirstPattern() {
        StreamCatalog streams = StreamConfigLoader.load("test", """
                streams:
                  /^mediawiki\\.job\\./: { schema_title: mediawiki/job, retention: 14d, topic_prefixes: [dc1., dc2.] }
                  /^mediawiki\\./: { schema_title: second }
                  mediawiki.job.null: { partitions: 3, retention-bytes: 1000, on-invalid: answer, class: ordinary }
                """);
        StreamConfig exact = streams.find("mediawiki.job.null").config();
        assertThat(exact.topic()).isEqualTo(new TopicSpec(3, Duration.ofDays(7), 1000));
        assertThat(exact.onInvalid()).isEqualTo(OnInvalid.ANSWER);
        assertThat(exact.eventClass()).isEqualTo(EventClass.ORDINARY);
        StreamConfig job = streams.find("mediawiki.job.other").config();
        assertThat(job.schemaTitle()).isEqualTo("mediawiki/job");
        assertThat(job.topic().retentionAge()).isEqualTo(Duration.ofDays(14));
        assertThat(job.onInvalid()).isEqualTo(OnInvalid.DEAD_LETTER);
        assertThat(job.eventClass()).isEqualTo(EventClass.JOB);
        assertThat(streams.find("mediawiki.recentchange").config().schemaTitle())
                .isEqualTo("second");
        assertThat(streams.find("other").declared()).isFalse();
    }

    @Test
    void withoutConfigurationJobsAndPurgesHaveTheirDefaults() {
        StreamConfig purge = StreamCatalog.EMPTY.find("resource-purge").config();
        assertThat(purge.onInvalid()).isEqualTo(OnInvalid.DEAD_LETTER);
        assertThat(purge.eventClass()).isEqualTo(EventClass.PURGE);
        assertThat(StreamCatalog.EMPTY.find("mediawiki.job.x").config().schemaTitle())
                .isEqualTo("mediawiki/job");
        assertThat(StreamCatalog.EMPTY.find("x").config().onInvalid()).isEqualTo(OnInvalid.ANSWER);
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThatThrownBy(() -> StreamConfigLoader.load("streams.yaml", """
                        streams:
                          a: { retentoin: 7d, partitions: 0 }
                          /(/: {}
                          "b c": { retention: 7 weeks }
                          d: { on-invalid: maybe, class: vip }
                          e: 7
                        other: 1
                        """))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("streams.a: unknown key 'retentoin'")
                .hasMessageContaining("streams.a.partitions is '0'")
                .hasMessageContaining("streams./(/ is not a regular expression")
                .hasMessageContaining("streams.b c is no stream name")
                .hasMessageContaining("streams.b c.retention is '7 weeks': not a duration")
                .hasMessageContaining("streams.d.on-invalid is 'maybe': must be one of answer, dead-letter")
                .hasMessageContaining("streams.d.class is 'vip': must be one of job, purge, ordinary")
                .hasMessageContaining("streams.e is '7': must be a map")
                .hasMessageContaining("unknown key 'other'");
    }

    @Test
    void textThatIsNoYamlIsOneLine() {
        assertThatThrownBy(() -> StreamConfigLoader.load("streams.yaml", "streams: {"))
                .isInstanceOf(AtollException.class)
                .hasMessageStartingWith("streams.yaml is not YAML")
                .message()
                .hasLineCount(1);
        assertThatThrownBy(() -> StreamConfigLoader.load("streams.yaml", "")).hasMessageContaining("no map 'streams'");
    }
}
