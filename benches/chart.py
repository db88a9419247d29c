"""The chart of docs/performance.md: the processor time of a cold start, for each program, on a scale by powers of ten."""

import math
from html import escape

WIDTH, LEFT, BAR, GAP, TOP = 760, 300, 22, 14, 46


def of(programs):
    bars = [(program.name, program.median("TLS", "cpu")) for program in programs]
    most = 10 ** math.ceil(math.log10(max(value for _, value in bars)))
    scale = (WIDTH - LEFT - 80) / math.log10(most)
    height = TOP + len(bars) * (BAR + GAP) + 30
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="Processor time of a cold stop" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="12" y="24" font-weight="bold" fill="#1f2328">Processor time of a cold <tspan font-family="monospace">stop myci</tspan> '
        "over TLS, in milliseconds</text>",
    ]
    for power in range(int(math.log10(most)) + 1):
        x = LEFT + power * scale
        lines.append(f'<line x1="{x:.0f}" y1="{TOP - 8}" x2="{x:.0f}" y2="{height - 24}" stroke="#d0d7de"/>')
        lines.append(f'<text x="{x:.0f}" y="{height - 8}" text-anchor="middle" fill="#59636e">{10 ** power:,}</text>')
    for number, (name, value) in enumerate(bars):
        y = TOP + number * (BAR + GAP)
        colour = "#d97706" if name == "Lamplighter" else "#8c959f"
        length = max(2, math.log10(max(value, 1)) * scale)
        lines.append(f'<text x="{LEFT - 10}" y="{y + 16}" text-anchor="end" fill="#1f2328">{escape(name)}</text>')
        lines.append(f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR}" fill="{colour}"/>')
        lines.append(f'<text x="{LEFT + length + 8:.0f}" y="{y + 16}" fill="#1f2328">{value:,.0f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
