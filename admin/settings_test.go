package admin_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/web/webtest"
)

func TestHoursHolidaysAndTheServiceLimitAreOneForm(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	p := c.Get("/pengaturan/jam").Want(200)
	f := p.Form("Simpan")
	for field, want := range map[string]string{"days[0].open": "07.30", "days[4].break": "11.30", "days[4].long": "90", "days[5].open": "", "target": "10 menit"} {
		if got := f.Values.Get(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	p = f.Fill("Sabtu buka", "8:00").Fill("Sabtu tutup", "12").Fill("Jumat lama istirahat, menit", "120 menit").
		Fill("Hari libur dan cuti bersama", "25-12-2026 Hari Raya Natal\n2027-01-01 Tahun Baru Masehi\n").
		Fill("Batas", "12 menit").Fill("Peringatan mulai", "8").Press("Simpan").Want(200)
	if !strings.Contains(p.Text(), "Tersimpan.") {
		t.Error(p.Text())
	}
	o := b.setting()
	if d := o.Hours.Days[time.Saturday]; d.Open != 8*60 || d.Close != 12*60 {
		t.Errorf("Saturday %+v", d)
	}
	if d := o.Hours.Days[time.Friday]; d.BreakEnd-d.BreakStart != 120 {
		t.Errorf("Friday %+v", d)
	}
	if len(o.Holidays) != 2 || o.Holidays[1] != (office.Holiday{Date: "2027-01-01", Name: "Tahun Baru Masehi"}) || o.Rules.TargetMinutes != 12 || o.Rules.AmberMinutes != 8 {
		t.Errorf("%+v %+v", o.Holidays, o.Rules)
	}
	// What became what stands in the audit log.
	text := c.Get("/jejak").Want(200).Text()
	for _, want := range []string{"Pengaturan diubah", "Batas: 10 → 12", "Jam hari Sabtu: kosong → 08.00", "Bima Rekaan"} {
		if !strings.Contains(text, want) {
			t.Errorf("the audit log does not say %q", want)
		}
	}
}

func TestEverySectionRefusesBadValuesAndKeepsThem(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	for _, x := range []struct {
		path, field, bad, want string
	}{
		{"kantor", "name", "X", "Tulis nama kantor"},
		{"kantor", "zone", "Europe/Berlin", "Pilih zona waktu kantor."},
		{"jam", "days[0].open", "25.00", "Tulis jam seperti 07.30."},
		{"jam", "days[0].long", "sebentar", "Tulis lama istirahat dalam menit"},
		{"jam", "holidays", "25-12-2026", "Baris 1: Tulis tanggal dan nama hari libur."},
		{"jam", "amber", "10", "Peringatan harus mulai sebelum batas pelayanan."},
		{"jam", "target", "0", "Tulis batas pelayanan, 1 sampai 240 menit."},
		{"pengenal", "badges", "1000", "Tulis jumlah tanda pengenal"},
		{"pengenal", "prefix", "TAMU-", "Paling banyak 4"},
		{"pengenal", "lockers", "L1, l1", "Satu loker tertulis dua kali."},
		{"tampilan", "accent", "hijau", "Tulis warna seperti #144c39."},
		{"tampilan", "accent", "#767676", "Kontrasnya 4,0 banding 1"},
		{"tampilan", "brand", "#2a5a48", "Kontrasnya 5,3 banding 1"},
		{"masa-simpan", "keep_photo", "6 hari", "Tulis 7 sampai 365 hari."},
		{"masa-simpan", "keep_record", "80", "Tulis 90 sampai 3650 hari."},
		{"pengenal", "size", "A4", "Pilih ukuran tanda pengenal."},
		{"teks", "house_id", "", "Tulis teksnya dalam bahasa Indonesia."},
		{"teks", "privacy_en", strings.Repeat("x", 4001), "paling banyak 4000 huruf"},
		{"aturan", "ahead", "91", "Tulis 1 sampai 90 hari."},
		{"aturan", "grace", "-1", "Tulis 0 sampai 7 hari."},
		{"aturan", "undo", "lima", "Tulis dengan angka"},
	} {
		before := b.setting()
		p := c.Get("/pengaturan/"+x.path).Form("Simpan").Set(x.field, x.bad).Press("Simpan").Want(422)
		if !strings.Contains(p.Text(), x.want) || !strings.HasPrefix(p.Title(), "Belum lengkap: ") {
			t.Errorf("%s %s=%q: not said %q\n%s", x.path, x.field, x.bad, x.want, p.Text())
		}
		if got := p.Form("Simpan").Values.Get(x.field); got != x.bad && x.field != "zone" && x.field != "size" {
			t.Errorf("%s %s came back as %q", x.path, x.field, got)
		}
		if b.setting().Revision != before.Revision {
			t.Errorf("%s %s=%q was saved", x.path, x.field, x.bad)
		}
	}
	p := c.Get("/pengaturan/keperluan").Form("Simpan")
	p.Values.Del("shown")
	if p := p.Press("Simpan").Want(422); !strings.Contains(p.Text(), "paling sedikit satu keperluan") {
		t.Error(p.Text())
	}
}

func TestBadgesTextsPurposesAndRulesAreSaved(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	save := func(path string, change func(*webtest.Form)) {
		t.Helper()
		f := c.Get("/pengaturan/" + path).Form("Simpan")
		change(f)
		f.Press("Simpan").Want(200)
	}
	save("pengenal", func(f *webtest.Form) {
		f.Fill("Jumlah", "50").Fill("Loker", "L1, L2").Untick("Cetak tanda pengenal begitu data disimpan")
	})
	save("aturan", func(f *webtest.Form) {
		f.Fill("Tiket masih berlaku sesudahnya", "2 hari").Choose("Kios tidak menampilkan nama pegawai")
	})
	save("keperluan", func(f *webtest.Form) { f.Untick("Tilang") })
	save("teks", func(f *webtest.Form) { f.Fill("Tata tertib, bahasa Indonesia", "Satu.\r\nDua.") })
	o := b.setting()
	if o.Badges.Count != 50 || len(o.Lockers) != 2 || o.Rules.AutoPrint || o.Rules.GraceDays != 2 || !o.Rules.HideNames {
		t.Errorf("%+v %+v", o.Badges, o.Rules)
	}
	if p, _ := o.Purpose("tilang"); !p.Hidden {
		t.Error("Tilang is still shown")
	}
	if o.House.ID != "Satu.\nDua." || o.House.Version != 2 || o.Privacy.Version != 1 {
		t.Errorf("house version %d, privacy %d", o.House.Version, o.Privacy.Version)
	}
	revision := o.Revision
	save("teks", func(*webtest.Form) {})
	if o := b.setting(); o.Revision != revision || o.House.Version != 2 {
		t.Error("saving without a change is a change")
	}
}

func TestWhoSavesLaterSeesWhatIsStoredAndKeepsTheirOwn(t *testing.T) {
	b := kapuas(t)
	one, two := b.as("bima"), b.as("bima")
	first := one.Get("/pengaturan/kantor").Form("Simpan").Fill("Alamat", "Jalan Pertama 1")
	second := two.Get("/pengaturan/kantor").Form("Simpan").Fill("Alamat", "Jalan Kedua 2")
	first.Press("Simpan").Want(200)
	p := second.Press("Simpan").Want(409)
	for _, want := range []string{"baru saja diubah orang lain", "Yang tersimpan sekarang", "Jalan Pertama 1"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %s", want)
		}
	}
	if strings.Count(p.Text(), "Nama kantor") > 1 {
		t.Error("values that are the same are listed too")
	}
	f := p.Form("Simpan")
	if f.Values.Get("address") != "Jalan Kedua 2" {
		t.Errorf("typed text lost: %q", f.Values.Get("address"))
	}
	f.Press("Simpan").Want(200)
	if a := b.setting().Address; a != "Jalan Kedua 2" {
		t.Error(a)
	}
	limits := two.Get("/pengaturan/jam").Form("Simpan").Fill("Batas", "11 menit")
	one.Get("/pengaturan/aturan").Form("Simpan").Fill("Boleh diurungkan selama", "6 menit").Press("Simpan").Want(200)
	if p := limits.Press("Simpan").Want(409); !strings.Contains(p.Text(), "Yang tersimpan sekarang Batas 10 Isian Anda masih ada") {
		t.Errorf("values that mean the same are listed too: %s", p.Text())
	}
	// The same form sent twice is no conflict with itself.
	again := two.Get("/pengaturan/kantor").Form("Simpan").Fill("Alamat", "Jalan Ketiga 3")
	for range 2 {
		if p := again.Send("Simpan"); p.Status != 303 {
			t.Errorf("status %d", p.Status)
		}
	}
}

func TestUnitsAndStaffArePastedAgainWithoutLosingAnybody(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	before := b.setting()
	p := c.Get("/pengaturan/bagian").Want(200)
	if !strings.Contains(p.Text(), "Bapak Gading Andaikan, S.H., M.H. Kasi Pidum") {
		t.Error(p.Text())
	}
	p = p.Form("Periksa daftar").Set("people", "Seksi Baru (Baru)\nBapak Gading Andaikan, S.H., M.H.; Kasi Baru; Baru; keduanya").Press("Periksa daftar").Want(200)
	if !strings.Contains(p.Text(), "Kasi Baru") || len(b.setting().Units) != len(before.Units) {
		t.Error("no preview, or saved before it was seen")
	}
	p.Form("Simpan").Press("Simpan").Want(200)
	o := b.setting()
	if len(o.Units) != len(before.Units)+1 || len(o.Persons) != len(before.Persons) {
		t.Errorf("%d units, %d persons", len(o.Units), len(o.Persons))
	}
	text := c.Get("/jejak").Want(200).Text()
	for _, want := range []string{"Bagian: kosong → Seksi Baru; Baru", "Pidum; tuan rumah → Bapak Gading Andaikan, S.H., M.H.; Kasi Baru; Baru; keduanya"} {
		if !strings.Contains(text, want) {
			t.Errorf("the audit log does not say %q: %s", want, text)
		}
	}
}

func TestTheLanguageAndTheSidebarFollowThePerson(t *testing.T) {
	b := kapuas(t)
	p := b.as("bima").Get("/pengaturan/jam?lang=en").Want(200)
	if p.H1() != "Settings" || !p.Has("link", "Accounts and roles") || strings.Contains(p.Text(), "«") {
		t.Error(p.Text())
	}
	p = b.as("cakra").Get("/pengaturan").Want(200)
	if p.URL.Path != "/jejak" || p.Has("link", "Akun dan peran") || !p.Has("link", "Akun saya") {
		t.Errorf("the auditor at %s", p.URL)
	}
	if p := b.as("wulan").Get("/pengaturan").Want(200); p.URL.Path != "/saya" {
		t.Errorf("the complaint officer at %s", p.URL)
	}
}
