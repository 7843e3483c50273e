package atoll.server.admin.ports;

import atoll.changeprop.admission.Admission;
import atoll.changeprop.admission.AdmissionCounts;
import java.util.List;

/// What the admin API needs to know of admission. Safe for use by many threads.
public interface Admissions {

    AdmissionCounts counts(String topic);

    /// Records of a topic that are not admitted yet.
    long unread(String topic);

    /// The topics admission knows.
    List<String> topics();

    static Admissions of(Admission admission) {
        return new Admissions() {
            @Override
            public AdmissionCounts counts(String topic) {
                return admission.counts(topic);
            }

            @Override
            public long unread(String topic) {
                return admission.unread(topic);
            }

            @Override
            public List<String> topics() {
                return admission.topics();
            }
        };
    }
}
