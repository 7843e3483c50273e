/// Event intake: takes events over from producers, checks them, and stores the producer's bytes untouched in the log.
///
/// [EventIntake] is the core, without HTTP. An adapter asks [IntakeBudget] before it reads a body, then hands the
/// request to
/// [EventIntake#accept] and sends the [IntakeAnswer].
@NullMarked
package atoll.changeprop.intake;

import org.jspecify.annotations.NullMarked;
