package atoll.server.command.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns. Columns of numbers are aligned on the right.
public final class Table {
    private static final int LONGEST_CELL = 80;

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    public Table row(Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(cut(Plain.text(String.valueOf(cell))));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintWriter out) {
        int columns = heads.size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = heads.get(column).length();
            numbers[column] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
                numbers[column] &= isNumber(row.get(column));
            }
        }
        print(out, heads, widths, numbers);
        rows.forEach(row -> print(out, row, widths, numbers));
    }

    private static void print(PrintWriter out, List<String> cells, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String gap = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : "  ").append(numbers[column] ? gap + cell : cell + gap);
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
    }

    private static String cut(String cell) {
        return cell.length() <= LONGEST_CELL ? cell : cell.substring(0, LONGEST_CELL - 1) + "…";
    }
}
