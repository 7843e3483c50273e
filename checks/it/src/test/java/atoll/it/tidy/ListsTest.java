package atoll.it.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListsTest {

    @Test
    void ratchetOnlyShrinks() {
        Ratchet ratchet = new Ratchet("# old\n\nfile a/B.java 500\nmethod a/B.java#B.c 70\n");
        Excess file = new Excess("file", "a/B.java", 500, 400);
        Excess method = new Excess("method", "a/B.java#B.c", 70, 60);
        assertThat(ratchet.compare(List.of(file, method))).isEmpty();
        assertThat(ratchet.compare(List.of(file)))
                .containsExactly("no longer too large: remove the line of 'method a/B.java#B.c'");
        assertThat(ratchet.compare(List.of(new Excess("file", "a/B.java", 450, 400), method)))
                .containsExactly("shrunk: lower its line to 'file a/B.java 450'");
        assertThat(ratchet.compare(List.of(new Excess("file", "a/B.java", 501, 400), method)))
                .singleElement()
                .asString()
                .startsWith("too large: file a/B.java 501");
        assertThat(ratchet.compare(List.of(file, method, new Excess("file", "New.java", 401, 400))))
                .singleElement()
                .asString()
                .startsWith("too large: file New.java 401");
    }

    @Test
    void findsBannedWordsWithTheirLine() {
        Words words = new Words("# comment\n.*\\.md | \\bfoo\\b | say bar\n");
        assertThat(words.find("a.md", "one\ntwo foo\nfoo"))
                .containsExactly("a.md:2 has 'foo': say bar", "a.md:3 has 'foo': say bar");
        assertThat(words.find("a.java", "foo")).isEmpty();
        assertThat(words.find("a.md", "food")).isEmpty();
    }

    @Test
    void findsDeadLinks(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(directory.resolve("other.md"), "# One Heading\n## What's `next`?\n");
        String text = """
                [web](https://example.org) [file](other.md) [anchor](other.md#one-heading) [here](#top) [next](other.md#whats-next)
                `[code](nowhere.md)` [gone](gone.md) [lost](other.md#lost) [bad](#bad)
                # Top
                """;
        assertThat(Links.dead(page, text)).containsExactly("gone.md", "other.md#lost", "#bad");
    }
}
