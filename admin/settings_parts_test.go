package admin_test

import (
	"strings"
	"testing"

	"bukutamu/internal/office"
)

func TestABadgeIsMarkedByHandWithAReason(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	p := c.Get("/pengaturan/pengenal").Form("Ubah keadaan").Set("numbers", "T-003, 7").Set("state", "lost").Press("Ubah keadaan").Want(422)
	if !strings.Contains(p.Text(), "Tulis alasannya.") {
		t.Error(p.Text())
	}
	p.Form("Ubah keadaan").Set("reason", "Tidak kembali").Press("Ubah keadaan").Want(200)
	o := b.setting()
	if o.Badges.State(3) != office.Lost || o.Badges.State(7) != office.Lost || o.Badges.Has(3) {
		t.Errorf("%+v", o.Badges)
	}
	text := c.Get("/pengaturan/pengenal").Want(200).Text()
	for _, want := range []string{"Riwayat perubahan", "Hilang: kosong → 3, 7", "Alasan: Tidak kembali"} {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %s", want)
		}
	}
}

func TestANumberOutOfItsRangeIsToldTheRange(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	for _, try := range []struct{ path, field, typed, want string }{
		{"/pengaturan/aturan", "grace", "-1", "Tulis 0 sampai 7 hari."},
		{"/pengaturan/aturan", "undo", "0", "Tulis 1 sampai 60 menit."},
		{"/pengaturan/aturan", "undo", "999999 menit", "Tulis 1 sampai 60 menit."},
		{"/pengaturan/aturan", "ahead", "0", "Tulis 1 sampai 90 hari."},
		{"/pengaturan/aturan", "ahead", "lama", "Tulis dengan angka, misalnya 10."},
		{"/pengaturan/pengenal", "badges", "0", "Tulis jumlah tanda pengenal, 1 sampai 999."},
		{"/pengaturan/jam", "target", "0", "Tulis batas pelayanan, 1 sampai 240 menit."},
		{"/pengaturan/masa-simpan", "keep_photo", "0", "Tulis 7 sampai 365 hari."},
	} {
		p := c.Get(try.path).Form("Simpan").Set(try.field, try.typed).Press("Simpan").Want(422)
		if !strings.Contains(p.Text(), try.want) || strings.Contains(p.Text(), "misalnya 10.") != strings.Contains(try.want, "misalnya 10.") {
			t.Errorf("%s %s=%q does not say %q: %s", try.path, try.field, try.typed, try.want, p.Text())
		}
	}
}

func TestABadgeThatAVisitLostStandsAmongTheLost(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	d.waits(ratna, 20)
	id, _ := d.waits(ratna, 21)
	ratna.Get("/kunjungan/"+id+"/leave?masalah=0:badge").Form("Catat hilang").Fill("Alasan", "Tercecer di halaman").
		Fill("Nama pengguna supervisor", "bima").Fill("Kata sandi supervisor", deskPassword).Press("Catat hilang").Want(200)
	says(t, d.as("admin").Get("/pengaturan/pengenal"), "Di luar 1 T-020", "Hilang 1 T-021", " · Hilang")
}
