package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The port to programs of this machine: runs one to its end.
///
/// Promises: returns before the deadline plus a little, whatever the program does, and then nothing that it started in
/// its process group runs any more; the same if the caller is interrupted. Reads all that the program writes, and keeps
/// the end. Does not throw for what the program does. Safe for use by many threads.
@FunctionalInterface
public interface ProgramCall {

    Reply run(Request request, Deadline deadline) throws InterruptedException;

    /// @param command program and arguments, not passed through a shell
    /// @param environment besides the few variables every program gets
    /// @param directory to work in; Atoll's own if absent
    /// @param input on standard input; a program that does not read it does no harm
    /// @param memoryBytes more than that, with all it started, and it is killed
    /// @param outputBytes more than that on both outputs together, and it is killed
    @SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
    record Request(
            List<String> command,
            Map<String, String> environment,
            @Nullable String directory,
            byte[] input,
            long memoryBytes,
            long outputBytes) {
        public Request {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// What came of it. What it `said` is the end of its standard error, else of its standard output.
    sealed interface Reply {}

    /// It ended by itself.
    ///
    /// @param code 128 + signal if one ended it
    record Exited(int code, String said) implements Reply {}

    /// It was killed at the deadline.
    record Late(String said) implements Reply {}

    /// It was killed because it held more memory than allowed.
    record TooLarge(long bytes, String said) implements Reply {}

    /// It was killed because it wrote more than allowed.
    record TooMuchOutput(String said) implements Reply {}

    /// Nothing was started.
    record NotStarted(String reason) implements Reply {}
}
