/// The command line over the admin API: looking at a running Atoll and acting on it.
///
/// Each command is a class: it checks what it was given, asks the server, and prints either the server's JSON unchanged
/// or text for people. Nothing here exits the process or reads the environment; failures are
/// [atoll.base.error.AtollException]s that [atoll.server.command.Commands] turns into one line and an exit code.
@NullMarked
package atoll.server.command;

import org.jspecify.annotations.NullMarked;
