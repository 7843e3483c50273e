package atoll.changeprop.rule;

/// The part of a URL's text between `//` and the path.
public final class AuthorityText {
    private AuthorityText() {}

    /// Everything up to the end if no path, query or fragment follows; empty without `//`.
    public static String of(String url) {
        int from = url.indexOf("//");
        if (from < 0) {
            return "";
        }
        return url.substring(from + 2, end(url));
    }

    /// True if the text goes on behind the authority, so that what is appended cannot change the host.
    public static boolean isComplete(String url) {
        return url.contains("//") && end(url) < url.length();
    }

    private static int end(String url) {
        for (int i = url.indexOf("//") + 2; i < url.length(); i++) {
            if ("/?#\\".indexOf(url.charAt(i)) >= 0) {
                return i;
            }
        }
        return url.length();
    }
}
