package paper

// column is a column of a table on A4: its head, its part of the width, and how its
// cells are set.
type column struct {
	head string
	part float64
	kind cellKind
}

type cellKind int

const (
	plainCell cellKind = iota
	boldCell
	codeCell // in the mono face
	boxCell  // a box to tick; an empty text leaves it out
)

// table is how a table is set.
type table struct {
	columns []column
	pt      float64 // of the text
	pad     float64 // room above and below a line, mm
	least   float64 // height of a row at least, mm
	lines   int     // of a cell at most
}

// rows draws a table with its head, and the head again on each further sheet.
func (p *page) rows(t table, rows [][]string) {
	whole := 0.0
	for _, c := range t.columns {
		whole += c.part
	}
	width := func(i int) float64 { return (a4Right - a4Side) * t.columns[i].part / whole }
	head := func() {
		cells := make([]string, len(t.columns))
		for i, c := range t.columns {
			cells[i] = c.head
		}
		p.row(t, width, cells, true)
	}
	p.again = nil
	p.room(2*t.least + 8)
	head()
	p.again = head
	for _, r := range rows {
		p.row(t, width, r, false)
	}
	p.again = nil
	p.y += 4
}

func (p *page) row(t table, width func(int) float64, cells []string, head bool) {
	const side = 1.6
	blocks := make([]block, len(t.columns))
	h := t.least
	for i, c := range t.columns {
		st := style{face: regular, pt: t.pt, lead: 1.25}
		switch {
		case head || c.kind == boldCell:
			st.face = bold
		case c.kind == codeCell:
			st.face = mono
		}
		text := p.clean(st, cells[i])
		if c.kind == boxCell && !head {
			text = ""
		}
		lines, broken := p.wrap(st, text, width(i)-2*side)
		for broken && st.pt > 6 { // a number or a long word shrinks before it is broken
			st.pt -= 0.5
			lines, broken = p.wrap(st, text, width(i)-2*side)
		}
		blocks[i] = p.keep(block{st, lines, 0}, t.lines, width(i)-2*side)
		h = max(h, blocks[i].height()+2*t.pad)
	}
	if !head && p.room(h) {
		// the head was drawn anew
	}
	x := a4Side
	p.pdf.SetLineWidth(0.25)
	for i, c := range t.columns {
		w := width(i)
		if head {
			p.pdf.SetFillColor(238, 238, 238)
			p.pdf.Rect(x, p.y, w, h, "FD")
			p.ink(0, 0, 0)
		} else {
			p.pdf.Rect(x, p.y, w, h, "D")
		}
		if c.kind == boxCell && !head && cells[i] != "" {
			side := min(5, h-2)
			p.pdf.SetLineWidth(0.4)
			p.pdf.Rect(x+(w-side)/2, p.y+(h-side)/2, side, side, "D")
			if cells[i] == "v" { // ticked already
				left, top := x+(w-side)/2, p.y+(h-side)/2
				p.line(left+side*0.2, top+side*0.5, left+side*0.42, top+side*0.75, 0.5)
				p.line(left+side*0.42, top+side*0.75, left+side*0.82, top+side*0.22, 0.5)
			}
			p.pdf.SetLineWidth(0.25)
		}
		p.stack(x+side, p.y+(h-blocks[i].height())/2, blocks[i])
		x += w
	}
	p.y += h
}
