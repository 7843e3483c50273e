package atoll.changeprop.failure;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.regex.Pattern;

/// Where retry and error events go.
///
/// @param datacenter the local one
/// @param service the name the streams begin with
public record FailureStreams(String datacenter, String service) {
    /// The name that change-propagation has in most deployments.
    public static final String SERVICE = "change-prop";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    public FailureStreams {
        if (!NAME.matcher(service).matches() || service.equals("atoll")) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "service is '" + service + "': must be lower-case letters, digits, '-' and '_', and not 'atoll'"
                            + " (example: change-prop)");
        }
    }

    String retry(String stream) {
        return service + ".retry." + stream;
    }

    String error() {
        return service + ".error";
    }

    String topic(String stream) {
        return datacenter + "." + stream;
    }

    /// A topic's name without the datacenter.
    String streamOf(String topic) {
        return topic.startsWith(datacenter + ".") ? topic.substring(datacenter.length() + 1) : topic;
    }

    /// True for streams that only rules naming them exactly may read.
    public boolean isOwn(String stream) {
        return stream.equals(error()) || stream.startsWith(service + ".retry.");
    }
}
