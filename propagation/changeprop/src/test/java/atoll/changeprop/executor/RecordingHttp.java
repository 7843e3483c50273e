package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Gives prepared answers and keeps what was asked.
final class RecordingHttp implements HttpCall {
    final List<Request> requests = new ArrayList<>();
    final List<Duration> timeLeft = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();

    RecordingHttp reply(Reply reply) {
        replies.add(reply);
        return this;
    }

    RecordingHttp reply(int status, String body, Field... headers) {
        return reply(new Answer(status, List.of(headers), body.getBytes(UTF_8)));
    }

    @Override
    public Reply send(Request request, Deadline deadline) {
        requests.add(request);
        timeLeft.add(deadline.left());
        return replies.isEmpty() ? new Answer(200, List.of(), new byte[0]) : replies.remove();
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("sent " + requests.size() + " requests");
        }
        return requests.getFirst();
    }

    String header(String name) {
        return only().headers().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst()
                .orElse("(absent)");
    }
}
