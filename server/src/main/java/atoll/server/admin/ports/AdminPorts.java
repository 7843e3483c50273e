package atoll.server.admin.ports;

import atoll.base.time.TimeSource;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.reload.RulesInForce;
import atoll.log.EventLog;
import java.util.List;

/// What the admin API looks at and acts on.
///
/// @param datacenter the local one: event topics are `<datacenter>.<stream>`
/// @param rules those in force, and how to read them again
/// @param redaction fields of events that are not shown
public record AdminPorts(
        String datacenter,
        Work work,
        EventLog log,
        Admissions admissions,
        RulesInForce rules,
        Redaction redaction,
        TimeSource time) {

    /// A topic without its datacenter.
    public String streamOf(String topic) {
        return topic.startsWith(datacenter + ".") ? topic.substring(datacenter.length() + 1) : topic;
    }

    /// Topics of the local datacenter's events, sorted.
    public List<String> eventTopics() {
        return log.topics().stream()
                .filter(topic -> topic.startsWith(datacenter + "."))
                .toList();
    }
}
