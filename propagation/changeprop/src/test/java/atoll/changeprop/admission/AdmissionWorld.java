package atoll.changeprop.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.lifecycle.Duty.Next;
import atoll.changeprop.Envelope;
import atoll.changeprop.executor.ManualTime;
import atoll.changeprop.failure.FailureStreams;
import atoll.changeprop.faulty.FaultyEventLog;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.log.Batch;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.work.Delivery;
import atoll.work.DeliveryLog;
import atoll.work.DeliveryReading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/// A log, a clock, rules, and an admission that can be restarted.
final class AdmissionWorld {
    static final String JOBS = "dc1.mediawiki.job.null";

    final ManualTime time = new ManualTime();
    final FaultyEventLog log = new FaultyEventLog(time);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    RuleSet rules = RuleSet.builtIn();
    Admission admission;

    AdmissionWorld() {
        log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(4));
        admission = start();
    }

    Admission start() {
        admission = new Admission(
                log, new DeliveryLog(4), () -> rules, time, new FailureStreams("dc1", "change-prop"), meters);
        return admission;
    }

    void rules(String yaml) {
        rules = RuleFiles.load(List.of(new RuleFile("rules.yaml", yaml)));
    }

    void produce(String topic, String event) {
        produce(topic, 0, event.getBytes(UTF_8));
    }

    void produce(String topic, int partition, byte[] event) {
        log.createTopic(topic, log.topic(topic).orElse(TopicSpec.keepAll(1)));
        log.put(Batch.of(new NewRecord(
                new TopicPartition(topic, partition),
                time.millis(),
                null,
                new Envelope(time.instant(), "filled-id").asHeaders(),
                event)));
    }

    /// Steps until nothing is left to do. Returns the last answer.
    Next settle() {
        for (int steps = 0; steps < 10_000; steps++) {
            Next next = admission.step();
            if (!(next instanceof Next.Now)) {
                return next;
            }
        }
        throw new AssertionError("admission does not come to rest");
    }

    List<Delivery> deliveries() {
        return log.records(DeliveryLog.TOPIC).stream().map(DeliveryReading::of).toList();
    }

    List<String> errors() {
        return log.records("dc1.changeprop.error").stream()
                .map(LogRecord::value)
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    static String job(int number) {
        return "{\"meta\":{\"id\":\"e" + number + "\",\"dt\":\"2026-11-22T17:00:00Z\"},\"database\":\"wiki" + number % 3
                + "\",\"n\":" + number + "}";
    }
}
