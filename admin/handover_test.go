package admin_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
	"bukutamu/internal/visit"
)

// hired is a further officer, Kirana, who can take a shift over.
func (b *bureau) hired() {
	b.t.Helper()
	hash, err := secret.HashPassword(context.Background(), "kura kura makan malam")
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.book.KeepAccount(context.Background(), b.stamp("console", account.System), account.Account{Login: "kirana", Name: "Kirana Rekayasa", Roles: account.Roles{account.Officer}}, hash); err != nil {
		b.t.Fatal(err)
	}
}

const hiredWord = "kura kura makan malam"

func TestTheShiftIsHandedOver(t *testing.T) {
	b := kapuas(t)
	b.hired()
	meeting, _, _ := b.evening()
	c := b.as("ratna")
	p := c.Get("/serah-terima").Want(200)
	for _, want := range []string{"Orang masih di dalam 3 1 kunjungan rahasia", "Tanda pengenal di luar 2 dari 40", "Titipan masih dipegang 3", "Kantong T-021", "Tamu T-009", "3, tepat 10 menit 1"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("not said: %q\n%s", want, p.Text())
		}
	}
	if strings.Contains(p.Body, "Zelmirawati") {
		t.Error("the page tells who is confidential")
	}
	sign := func(login, word string, ticks ...string) func() {
		return func() {
			f := p.Form("Serahkan piket").Fill("Nama pengguna penerima", login).Fill("Kata sandi penerima", word)
			for _, label := range ticks {
				f.Choose(label)
			}
			p = f.Press("Serahkan piket")
		}
	}
	all := []string{"Kantong T-021 ada, Danau Permisalan", "Loker 8 ada, Danau Permisalan", "Kantong T-009 ada, Tamu T-009"}
	for _, c := range []struct {
		name  string
		press func()
		says  string
	}{
		{"nothing is ticked", sign("kirana", hiredWord), "Tulis penjelasan untuk yang tidak dicentang."},
		{"a wrong password", sign("kirana", "bukan sandinya sama sekali", all...), "belum cocok"},
		{"the officer's own", sign("ratna", ownWord, all...), "Penerima harus petugas lain."},
		{"somebody from elsewhere", sign("cakra", ownWord, all...), "tidak boleh bertugas di meja depan"},
		{"nobody signs", sign("", "", all...), "kata sandinya sendiri"},
	} {
		c.press()
		if p.Status != 422 || !strings.Contains(p.Text(), c.says) {
			t.Errorf("%s: %d %s", c.name, p.Status, p.Text())
		}
	}
	rows, _, err := b.book.Handovers(context.Background(), b.o.ID, meeting.Facts.ArrivedAt.AddDate(-1, 0, 0), meeting.Facts.ArrivedAt.AddDate(1, 0, 0), "")
	if err != nil || len(rows) != 0 {
		t.Fatalf("%d handovers, %v", len(rows), err)
	}

	// Everything but the phone is there; that is explained, never left out.
	p = c.Get("/serah-terima").Form("Serahkan piket").Choose(all[0]).Choose(all[2]).Fill("Catatan", "Kunci cadangan di laci").
		Fill("Nama pengguna penerima", "kirana").Fill("Kata sandi penerima", hiredWord).Press("Serahkan piket").Want(422)
	p = p.Form("Serahkan piket").Fill("Yang tidak dicentang, di mana atau mengapa?", "Ponsel dibawa ke Pidum untuk diperiksa").Fill("Kata sandi penerima", hiredWord).Press("Serahkan piket").Want(200)
	for _, want := range []string{"Dari Ratna Umpama", "Kepada Kirana Rekayasa", "Loker 8 Ponsel tidak ada Ponsel dibawa ke Pidum untuk diperiksa", "Piket diserahkan, Kunci cadangan di laci", "T-009, T-021"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the record lacks %q\n%s", want, p.Text())
		}
	}
	if !regexp.MustCompile(`Kirana Rekayasa\s*Petugas`).MatchString(p.Text()) {
		t.Errorf("the desk is not the incoming officer's: %s", p.Text())
	}
	record := p.URL.Path
	p = c.Get(record).Form("Tambahkan").Fill("Penjelasan kemudian", "Ponsel sudah kembali ke loker 8").Press("Tambahkan").Want(200)
	if !strings.Contains(p.Text(), "tidak ada Ponsel dibawa ke Pidum") || !strings.Contains(p.Text(), "Penjelasan kemudian, Ponsel sudah kembali ke loker 8") {
		t.Errorf("a later explanation: %s", p.Text())
	}
	if p := c.Get("/serah-terima/catatan"); !strings.Contains(p.Text(), "Ratna Umpama Kirana Rekayasa 3 1 2 3") {
		t.Errorf("the list: %s", p.Text())
	}
	if p := b.as("cakra").Get(record).Want(200); strings.Contains(p.Body, "Tambahkan") {
		t.Error("an auditor may add to it")
	}
	if _, err := b.book.Check(context.Background()); err != nil {
		t.Error(err)
	}
}

// The guest fetched the card while the pockets were counted: nobody signs for it.
func TestAHandoverOfWhatIsNoLongerThere(t *testing.T) {
	b := kapuas(t)
	b.hired()
	meeting, _, _ := b.evening()
	p := b.as("ratna").Get("/serah-terima")
	b.move(meeting.ID, visit.Leave{Back: []string{"badge", "card", "1"}})
	p = p.Form("Serahkan piket").Choose("Kantong T-021 ada, Danau Permisalan").Choose("Loker 8 ada, Danau Permisalan").Choose("Kantong T-009 ada, Tamu T-009").
		Fill("Nama pengguna penerima", "kirana").Fill("Kata sandi penerima", hiredWord).Press("Serahkan piket").Want(409)
	if !strings.Contains(p.Text(), "Hitung sekali lagi") || strings.Contains(p.Text(), "Kantong T-021") {
		t.Errorf("%s", p.Text())
	}
}
