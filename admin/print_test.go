package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// onQueues is an office whose badges and receipts go to queues of the server.
func onQueues(o *office.Office) {
	o.Printers = office.Printers{{Paper: office.BadgePaper, Way: office.ByQueue, Queue: "pengenal"}, {Paper: office.ReceiptPaper, Way: office.ByQueue, Queue: "struk", Size: "62x190"}}
}

const (
	badgeWords   = "-d pengenal -o media=Custom.86x54mm -o print-scaling=none -"
	receiptWords = "-d struk -o media=Custom.62x190mm -o print-scaling=none -"
)

// printedAre fails the test when other papers came out than these.
func (d *deskTest) printedAre(want ...string) {
	d.t.Helper()
	if got := d.queue.Papers(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		d.t.Errorf("printed %q, want %q", got, want)
	}
}

// A saved check-in prints its badge without a dialog; a further copy is a move; a
// form sent twice is one paper.
func TestTheBadgeGoesToItsQueue(t *testing.T) {
	d := openDesk(t, onQueues)
	ratna := d.as("ratna")
	id, page := d.waits(ratna, 3)
	says(t, page, "Dikirim ke antrean pengenal.")
	d.printedAre(badgeWords)
	if !strings.HasPrefix(d.queue.Last(), "%PDF") || strings.Contains(page.Body, "data-print-frame") {
		t.Error("no PDF, or the browser prints too")
	}
	ratna.Get("/kunjungan/" + id + "?cetak=1&antrean=ok").Want(200)
	d.printedAre(badgeWords)

	form := ratna.Get("/kunjungan/" + id + "/print").Form("Cetak ulang")
	values := url.Values(form.Values)
	form.Press("Cetak ulang").Want(200)
	says(t, ratna.Post("/kunjungan/"+id+"/print", values).Want(200), "Dikirim ke antrean pengenal.")
	d.printedAre(badgeWords, badgeWords)
	if n := d.visit(id).Facts.Badge.Prints; n != 2 {
		t.Errorf("%d prints", n)
	}
}

// A queue that stands leaves the visit as it is; the card says why, and prints again.
func TestAFailedPrintIsNoSecondCheckIn(t *testing.T) {
	for lang, w := range map[string]struct{ why, again, sent string }{
		"id": {"Antrean pengenal berhenti, jadi tidak ada yang dicetak.", "Cetak lagi", "Dikirim ke antrean pengenal."},
		"en": {"The queue pengenal has stopped, so nothing was printed.", "Print again", "Sent to the queue pengenal."},
	} {
		d := openDesk(t, onQueues)
		ratna := d.as("ratna")
		d.queue.Stop()
		id, _ := d.waits(ratna, 3)
		page := ratna.Get("/kunjungan/" + id + "?cetak=1&antrean=stopped&lang=" + lang).Want(200)
		says(t, page, w.why)
		d.printedAre()
		if f := d.visit(id).Facts; f.State != visit.Waiting || f.Badge.Number != 3 {
			t.Fatalf("%+v", f.Badge)
		}
		page = page.Form(w.again).Press(w.again).Want(200)
		says(t, page, w.why)
		d.queue.Start()
		says(t, page.Form(w.again).Press(w.again).Want(200), w.sent)
		d.printedAre(badgeWords)
		moves := ""
		for _, e := range d.visit(id).Log {
			moves += e.Move + " "
		}
		if !strings.HasSuffix(moves, "verify print print ") || strings.Count(moves, "verify") != 1 {
			t.Errorf("the log says %s", moves)
		}
	}
}

// Where the office prints only when the officer says so, a button hands the first
// copy over, and no move is made.
func TestABadgeThatWaitsForItsButton(t *testing.T) {
	d := openDesk(t, onQueues, func(o *office.Office) { o.Rules.AutoPrint = false })
	ratna := d.as("ratna")
	id, page := d.waits(ratna, 3)
	d.printedAre()
	says(t, page.Form("Cetak").Press("Cetak").Want(200), "Dikirim ke antrean pengenal.")
	page.Form("Cetak").Press("Cetak").Want(200)
	d.printedAre(badgeWords)
	if n := d.visit(id).Facts.Badge.Prints; n != 1 {
		t.Errorf("%d prints", n)
	}
}

func TestNoPrinterIsSaid(t *testing.T) {
	d := openDesk(t, func(o *office.Office) {
		o.Printers = office.Printers{{Paper: office.BadgePaper, Way: office.NoPrinter}, {Paper: office.ReceiptPaper, Way: office.NoPrinter}}
	})
	ratna := d.as("ratna")
	_, page := d.waits(ratna, 3)
	says(t, page, "Tidak ada pencetak untuk kertas ini di sini.")
	if page.Has("link", "Cetak ulang") || page.Has("button", "Cetak tanda terima") || strings.Contains(page.Body, "data-print-frame") {
		t.Error("a paper is offered that nothing prints")
	}
}

// receipt presses for a receipt and gives the page that follows.
func receipt(b *webtest.Client, id string) *webtest.Page {
	return b.Get("/kunjungan/" + id).Form("Cetak tanda terima").Press("Cetak tanda terima").Want(200)
}

// The receipt is printed from the card, by the browser or by its queue; each is in the log.
func TestAReceiptIsPrintedFromTheCard(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	if p := ratna.Get("/kunjungan/" + id + "/tanda-terima.pdf"); p.Status != 404 {
		t.Errorf("a receipt that nobody printed: %d", p.Status)
	}
	page := receipt(ratna, id)
	if !strings.Contains(page.Body, `data-print-frame="/kunjungan/`+id+`/tanda-terima.pdf"`) || !strings.Contains(page.Body, `data-print-once="`+id+`-r1"`) {
		t.Error("the browser does not print it")
	}
	if pdf := ratna.Get("/kunjungan/" + id + "/tanda-terima.pdf").Want(200); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no PDF")
	}
	receipt(ratna, id)
	if r := d.visit(id).Facts.Receipt; r.Prints != 2 || r.Copy != 2 {
		t.Errorf("%+v", r)
	}
	d.printedAre()
	aduan := d.as("aduan")
	if p := aduan.Get("/kunjungan/" + id + "/tanda-terima.pdf"); p.Status != 403 {
		t.Errorf("a person of the complaints: %d", p.Status)
	}
}

func TestAReceiptGoesToItsQueueOnce(t *testing.T) {
	d := openDesk(t, onQueues)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 3)
	form := ratna.Get("/kunjungan/" + id).Form("Cetak tanda terima")
	values := url.Values(form.Values)
	says(t, form.Press("Cetak tanda terima").Want(200), "Dikirim ke antrean struk.")
	ratna.Post("/kunjungan/"+id+"/receipt", values).Want(200)
	d.printedAre(badgeWords, receiptWords)
	d.queue.Stop()
	page := receipt(ratna, id)
	says(t, page, "Antrean struk berhenti")
	d.queue.Start()
	says(t, page.Form("Cetak lagi").Press("Cetak lagi").Want(200), "Dikirim ke antrean struk.")
	d.printedAre(badgeWords, receiptWords, receiptWords)
	if r := d.visit(id).Facts.Receipt; r.Prints != 3 {
		t.Errorf("%+v", r)
	}
}

// Nothing was handed over, so there is nothing to write a receipt for.
func TestNoReceiptWithoutCustody(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	filled(page, 3).Choose("Kartu hanya dilihat, tidak ditahan …").Set("seen_why", "Kartu dipakai di ruang sidang").Press("Simpan, ke ruang tunggu").Want(200)
	if ratna.Get("/kunjungan/"+id).Has("button", "Cetak tanda terima") {
		t.Error("a receipt of nothing is offered")
	}
	p := ratna.Get("/kunjungan/" + id + "/receipt").Want(200)
	says(t, p.Form("Cetak tanda terima").Press("Cetak tanda terima").Want(409), "Tidak ada titipan, jadi tidak perlu tanda terima.")
}
