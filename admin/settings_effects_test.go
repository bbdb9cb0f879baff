package admin_test

import (
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// noted fails the test unless the page's own list of changes says who and what.
func noted(t *testing.T, c *webtest.Client, path string, lines ...string) {
	t.Helper()
	says(t, c.Get("/pengaturan/"+path).Want(200), append([]string{"Riwayat perubahan", "Arif Perumpamaan"}, lines...)...)
}

func TestAnAbsentHostsDeputyStandsOnTheCard(t *testing.T) {
	d := openDesk(t)
	c := d.as("admin")
	f := c.Get("/pengaturan/bagian/pegawai/gading-andaikan").Want(200).Form("Simpan")
	f.Choose("Sedang tidak di tempat").Set("deputy", "intan-misalkan").Press("Simpan").Want(200)
	noted(t, c, "bagian", "wakil Intan Misalkan, S.H., M.H.", "tidak di tempat")
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 4)
	says(t, ratna.Get("/kunjungan/"+id), "Bapak Gading Andaikan, S.H., M.H. tidak di tempat. Wakilnya Ibu Intan Misalkan, S.H., M.H.: pilih Alihkan.")
}

func TestTheDeskOffersTheOfficesLockers(t *testing.T) {
	d := openDesk(t)
	c := d.as("admin")
	c.Get("/pengaturan/pengenal").Form("Simpan").Fill("Loker", "Merah 1, Merah 2").Press("Simpan").Want(200)
	noted(t, c, "pengenal", "Loker: kosong → Merah 1, Merah 2")
	_, page := d.arrives(d.as("ratna"))
	var offered []string
	for _, o := range page.Root.Tags("datalist") {
		for _, x := range o.Tags("option") {
			offered = append(offered, x.Attr["value"])
		}
	}
	if strings.Join(offered, " ") != "Merah 1 Merah 2" {
		t.Errorf("offered: %q", offered)
	}
}

func TestEachGuestsRecordLeadsToTheTextTheyRead(t *testing.T) {
	d := openDesk(t)
	c, ratna := d.as("admin"), d.as("ratna")
	before := d.registers()
	c.Get("/pengaturan/teks").Form("Simpan").Fill("Tata tertib, bahasa Indonesia", "Aturan yang baru.").Press("Simpan").Want(200)
	noted(t, c, "teks", "→ Aturan yang baru.")
	after := d.registers(func(m *visit.Register) { m.Name = "Cempaka Contohwati" })
	for id, want := range map[string]struct{ path, text string }{
		before.ID: {"/teks/tata-tertib/1", d.office.House.Lines("id")[0]},
		after.ID:  {"/teks/tata-tertib/2", "Aturan yang baru."},
	} {
		var links []string
		for _, a := range ratna.Get("/riwayat/" + id).Want(200).Root.Tags("a") {
			if strings.HasPrefix(a.Attr["href"], "/teks/tata-tertib/") {
				links = append(links, a.Attr["href"])
			}
		}
		if len(links) != 1 || links[0] != want.path {
			t.Errorf("the record leads to %q, want %s", links, want.path)
		}
		says(t, ratna.Get(want.path).Want(200), want.text)
	}
	ratna.Get("/teks/tata-tertib/3").Want(404)
}

func TestAYearsHolidaysAreProposedAndSavedOnlyWhenTheyWereSeen(t *testing.T) {
	d := openDesk(t, func(o *office.Office) { o.Holidays = []office.Holiday{{Date: "2026-12-25", Name: "Hari Raya Natal"}} })
	c := d.as("admin")
	page := c.Get("/pengaturan/jam").Want(200)
	says(t, page, "2027")
	page = page.Form("Usulkan libur bertanggal tetap").Press("Usulkan libur bertanggal tetap")
	box := page.Form("Simpan").Values.Get("holidays")
	if !strings.Contains(box, "17-08-2027") || !strings.Contains(box, "?") || !strings.Contains(box, "25-12-2026 Hari Raya Natal") {
		t.Fatalf("proposed: %s", box)
	}
	o, err := d.book.Home(t.Context())
	if err != nil || len(o.Holidays) != 1 {
		t.Fatalf("saved before anybody looked: %+v, %v", o.Holidays, err)
	}
	page.Form("Simpan").Set("holidays", strings.ReplaceAll(box, " ?", "")).Press("Simpan").Want(200)
	if o, err = d.book.Home(t.Context()); err != nil || o.HolidaysMissing(nineAtDesk) != 0 || len(o.HolidaysToCheck()) != 0 {
		t.Errorf("%+v, %v", o.Holidays, err)
	}
	noted(t, c, "jam", "17-08-2027")
}

func TestTheOfficesColoursAreASheetOfTheirOwn(t *testing.T) {
	d := openDesk(t)
	c := d.as("admin")
	if sheet := c.Get("/pengaturan/tampilan"); strings.Contains(sheet.Body, "/kantor.css") {
		t.Error("a sheet without colours")
	}
	c.Get("/pengaturan/tampilan").Form("Simpan").Set("accent", "#0b3d91").Press("Simpan").Want(200)
	page := c.Get("/pengaturan/tampilan").Want(200)
	var href string
	for _, l := range page.Root.Tags("link") {
		if strings.HasPrefix(l.Attr["href"], "/kantor.css") {
			href = l.Attr["href"]
		}
	}
	css := c.Get(href).Want(200)
	if !strings.Contains(css.Body, "#0b3d91") || !strings.HasPrefix(css.Header.Get("Content-Type"), "text/css") {
		t.Errorf("%s: %s %s", href, css.Header.Get("Content-Type"), css.Body)
	}
	noted(t, c, "tampilan", "→ #0b3d91")
}

func TestAPoolShrinksNoFurtherThanTheBadgesThatAreOut(t *testing.T) {
	d := openDesk(t)
	c := d.as("admin")
	d.waits(d.as("ratna"), 20)
	p := c.Get("/pengaturan/pengenal").Form("Simpan").Fill("Jumlah", "10").Press("Simpan").Want(422)
	says(t, p, "T-020 masih dipegang tamu. Jumlahnya tidak boleh lebih kecil.")
	p.Form("Simpan").Fill("Jumlah", "20").Press("Simpan").Want(200)
	noted(t, c, "pengenal", "→ 20")
	says(t, c.Get("/pengaturan/pengenal"), "T-020")
}

func TestWhatAPurposeAsksForReachesTheDesk(t *testing.T) {
	d := openDesk(t)
	c := d.as("admin")
	f := c.Get("/pengaturan/keperluan/tilang").Want(200).Form("Simpan")
	f.Choose("Minta nomor surat").Choose("Rahasia sejak awal: tanpa nama di layar dan tanda pengenal").Press("Simpan").Want(200)
	noted(t, c, "keperluan", "nomor surat; rahasia")
	v := d.registers(func(m *visit.Register) { m.Purpose, m.Host, m.Unit = "tilang", "", "pidum" })
	if !v.Facts.Confidential {
		t.Error("a visit for a confidential purpose is not confidential")
	}
	if page := d.as("ratna").Get("/"); strings.Contains(page.Text(), "Anggrek") {
		t.Errorf("the desk names the guest: %s", page.Text())
	}
}
