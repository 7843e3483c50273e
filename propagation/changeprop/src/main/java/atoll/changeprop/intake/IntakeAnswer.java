package atoll.changeprop.intake;

/// The answer to a producer.
///
/// @param reason a short line of plain ASCII for people, fit for an HTTP status line
/// @param body JSON, or empty
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record IntakeAnswer(int status, String reason, byte[] body) {
    private static final byte[] NONE = {};
    private static final int MAX_REASON = 300;

    public IntakeAnswer {
        StringBuilder clean = new StringBuilder(Math.min(reason.length(), MAX_REASON));
        for (int i = 0; i < reason.length() && i < MAX_REASON; i++) {
            char c = reason.charAt(i);
            clean.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        reason = clean.toString();
    }

    static IntakeAnswer empty(int status, String reason) {
        return new IntakeAnswer(status, reason, NONE);
    }
}
