package atoll.server.admin;

import atoll.base.time.TimeSource;
import atoll.changeprop.rule.RuleSet;
import atoll.log.EventLog;
import java.util.List;
import java.util.function.Supplier;

/// What the admin API looks at and acts on.
///
/// @param datacenter the local one: event topics are `<datacenter>.<stream>`
/// @param rules those in force
public record AdminPorts(
        String datacenter, Work work, EventLog log, Admissions admissions, Supplier<RuleSet> rules, TimeSource time) {

    /// A topic without its datacenter.
    String streamOf(String topic) {
        return topic.startsWith(datacenter + ".") ? topic.substring(datacenter.length() + 1) : topic;
    }

    /// Topics of the local datacenter's events, sorted.
    List<String> eventTopics() {
        return log.topics().stream()
                .filter(topic -> topic.startsWith(datacenter + "."))
                .toList();
    }
}
