package admin_test

import (
	"context"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/web/webtest"
)

// The office's printers: what cannot be is refused with everything typed kept; what
// was saved prints its test page by its way.
func TestTheOfficesPrinters(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	form := func() *webtest.Form { return c.Get("/pengaturan/perangkat").Want(200).Form("Simpan") }
	p := form().Fill("Cara mencetak Tanda pengenal 86 × 54 mm", "Antrean server").Fill("Nama antrean Tanda pengenal 86 × 54 mm", "-d x").Press("Simpan").Want(422)
	if !strings.Contains(p.Text(), "Tulis nama antrean dengan huruf, angka, - atau _ saja.") || p.Form("Simpan").Values.Get("queue.badge") != "-d x" || p.Form("Simpan").Values.Get("way.badge") != "queue" {
		t.Error(p.Text())
	}
	if ps := b.setting().Printers; len(ps) != 0 {
		t.Errorf("kept %+v", ps)
	}
	p = form().Fill("Cara mencetak Tanda terima titipan", "Antrean server").Fill("Nama antrean Tanda terima titipan", " struk-depan ").Fill("Ukuran Tanda terima titipan", "62 × 190 mm").Press("Simpan").Want(200)
	if pr := b.setting().Printer(office.ReceiptPaper, nil); pr != (office.Printer{Paper: office.ReceiptPaper, Way: office.ByQueue, Queue: "struk-depan", Size: "62x190"}) {
		t.Errorf("%+v", pr)
	}
	if !strings.Contains(p.Text(), "Bima Rekaan Tanda terima titipan: peramban; 80x190 → antrean struk-depan; 62x190") {
		t.Errorf("the log says not who changed what: %s", p.Text())
	}
	// A form of the same page that comes back leaves the printers as they are stored.
	if p := p.Form("Daftarkan").Press("Daftarkan").Want(422); p.Form("Simpan").Values.Get("queue.receipt") != "struk-depan" {
		t.Error("another form of the page changed what the printers show")
	}
	page := c.Get("/pengaturan/perangkat")
	if !page.Has("link", "Cetak halaman uji Tanda pengenal 86 × 54 mm") || page.Has("button", "Cetak halaman uji Tiket kios 80 × 110 mm") {
		t.Error("test pages are not offered by the way that is chosen")
	}
	button := "Cetak halaman uji Tanda terima titipan"
	p = page.Form(button).Press(button).Want(200)
	if got := b.queue.Papers(); len(got) != 1 || got[0] != "-d struk-depan -o media=Custom.62x190mm -o print-scaling=none -" || !strings.Contains(p.Text(), "Dikirim ke antrean struk-depan.") {
		t.Errorf("%q: %s", got, p.Text())
	}
	b.queue.Stop()
	p = p.Form(button).Press(button).Want(200)
	if !strings.Contains(p.Text(), "Antrean struk-depan berhenti") || !p.Has("button", "Cetak lagi Tanda terima titipan") {
		t.Error(p.Text())
	}
	if p := c.Get("/pengaturan/perangkat?lang=en&kertas=receipt&antrean=stopped"); !strings.Contains(p.Text(), "The queue struk-depan has stopped") {
		t.Error(p.Text())
	}
}

// A device gets another name and a printer of its own, and the audit log tells it.
func TestADeviceIsChanged(t *testing.T) {
	b := kapuas(t)
	code, err := b.book.AskEnrol(context.Background(), b.o.ID, "token")
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.book.Enrol(context.Background(), b.stamp("bima", "admin"), code, "kiosk", "Kios 1", "Lobi")
	if err != nil {
		t.Fatal(err)
	}
	c := b.as("bima")
	page := c.Get("/pengaturan/perangkat").Follow("Ubah Kios 1").Want(200)
	if strings.Contains(page.Body, `name="way.badge"`) || !strings.Contains(page.Text(), "Seperti kantor: Tidak ada") {
		t.Error(page.Text())
	}
	p := page.Form("Simpan").Fill("Nama", "").Fill("Tempat", "Pintu barat").Fill("Cara mencetak Tiket kios 80 × 110 mm", "Antrean server").Press("Simpan").Want(422)
	if f := p.Form("Simpan").Values; !strings.Contains(p.Text(), "Beri nama perangkat ini.") || !strings.Contains(p.Text(), "Tulis nama antrean") || f.Get("place") != "Pintu barat" || f.Get("way.ticket") != "queue" {
		t.Error(p.Text())
	}
	p = p.Form("Simpan").Fill("Nama", "Kios barat").Fill("Nama antrean Tiket kios 80 × 110 mm", "struk").Press("Simpan").Want(200)
	if !strings.Contains(p.Text(), "Kios barat Kios Pintu barat") {
		t.Error(p.Text())
	}
	button := "Cetak halaman uji Tiket kios 80 × 110 mm"
	p = p.Follow("Ubah Kios barat").Form(button).Press(button).Want(200)
	if got := b.queue.Papers(); len(got) != 1 || !strings.HasPrefix(got[0], "-d struk -o media=Custom.80x110mm") || !strings.HasSuffix(p.URL.Path, d.ID) {
		t.Errorf("%q at %s", got, p.URL)
	}
	acts := b.as("cakra").Get("/jejak").Want(200)
	if !strings.Contains(acts.Text(), "Perangkat diubah") || !strings.Contains(acts.Text(), "Nama: Kios 1 → Kios barat") || !strings.Contains(acts.Text(), "Tiket kios: seperti kantor → antrean struk") {
		t.Error(acts.Text())
	}
	if p := c.Get("/pengaturan/perangkat/ubah/" + strings.Repeat("Z", 26)); p.Status != 404 {
		t.Errorf("nobody's device: %d", p.Status)
	}
}
