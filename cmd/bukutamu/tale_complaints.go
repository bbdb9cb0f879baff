package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/secret"
)

// grievance is one invented complaint: how many working days ago it was filed, and what
// happened so many working days ago.
type grievance struct {
	ago   int
	file  complaint.File
	steps []grief
}

type grief struct {
	ago  int
	move complaint.Move
}

// complain tells complaints in every state, once: a demo that is started again keeps
// those it has.
func (t *tale) complain(ctx context.Context, b *book.Book, now time.Time) error {
	if known, err := b.Triage(ctx, system(t.o.ID), book.Wanted{Over: true}); err != nil || len(known.Rows) > 0 {
		return err
	}
	hash, err := secret.HashPassword(ctx, secret.Random(12)) // nobody holds a receipt of these
	if err != nil {
		return err
	}
	for n, g := range grievances {
		sum := sha256.Sum256(fmt.Appendf(nil, "complaint %s %d", t.o.Day(now).Format(time.DateOnly), n))
		drawn := crockford.EncodeToString(sum[:])
		g.file.ID, g.file.Code, g.file.PIN = drawn[:26], drawn[26:38], hash
		var c complaint.Complaint
		for i, s := range append([]grief{{g.ago, g.file}}, g.steps...) {
			if c, err = complaint.Do(c, s.move, t.griefStamp(s, now, i, drawn), t.o); err != nil {
				return fmt.Errorf("demo, complaint %d, %s: %w", n, complaint.Name(s.move), err)
			}
		}
		if _, err := b.KeepComplaint(ctx, t.o.ID, c); err != nil {
			return err
		}
		if n == 3 {
			s := t.griefStamp(grief{4, complaint.Attach{}}, now, 9, drawn)
			if _, err := b.Attach(ctx, s, c.ID, "antrean.jpg", complaint.JPEG, queueing()); err != nil {
				return err
			}
		}
	}
	return nil
}

// griefStamp is who makes a move of a complaint, and when: at ten, so many working days ago.
func (t *tale) griefStamp(g grief, now time.Time, n int, drawn string) account.Stamp {
	day := t.o.Day(now)
	for t.o.Workdays(day, now) < g.ago || g.ago > 0 && !t.o.Workday(day) {
		day = day.AddDate(0, 0, -1)
	}
	at := day.Add(10 * time.Hour)
	if at.After(now) {
		at = now
	}
	s := account.Stamp{At: at, Office: t.o.ID, By: "pengaduan", Roles: account.Roles{account.Complaint}, Act: fmt.Sprintf("%s%d", drawn[:24], n), Seen: account.SeenAny}
	if r, _ := complaint.Find(complaint.Name(g.move)); r.By.Has(account.Guest) {
		s.By, s.Roles = account.ByGuest, account.Roles{account.Guest}
	}
	return s
}

// queueing is a picture that shows nothing.
func queueing() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		img.Set(i%64, i/64, color.RGBA{uint8(90 + i%64), uint8(110 + i/64), 120, 255})
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		return nil
	}
	return out.Bytes()
}

var grievances = []grievance{
	{0, complaint.File{Naming: complaint.Named, Name: "Melati Contohwati", Phone: "0812 0000 0021", Text: "Ruang tunggu panas sekali, kipas anginnya mati. Banyak yang menunggu di luar.", Where: "Ruang tunggu lantai satu", Wish: "Kipas angin atau AC diperbaiki."}, nil},
	{2, complaint.File{Naming: complaint.Anonymous, Text: "Papan jam layanan di depan tertutup pot bunga. Saya datang jam istirahat dan harus kembali siang.", When: "Minggu ini"}, nil},
	{1, complaint.File{Naming: complaint.Confidential, Name: "Cempaka Misalkan", Phone: "0813 0000 0034", Text: "Petugas tidak menjelaskan syarat mengambil salinan putusan. Saya datang tiga kali.", Unit: "datun"},
		[]grief{{0, complaint.Verify{Title: "Petugas tidak menjelaskan syarat", Unit: "datun"}}}},
	{5, complaint.File{Naming: complaint.Anonymous, Text: "Saya menunggu lebih dari satu jam untuk mengambil barang bukti tilang, tidak ada yang memberi tahu harus menunggu siapa. Saya berharap ada papan nama petugas atau nomor antrean.", Unit: "papbb"},
		[]grief{{5, complaint.Verify{Title: "Antre lama di barang bukti", Unit: "papbb"}}, {4, complaint.Assign{Unit: "papbb", Note: "Mohon dicek jadwal loket minggu ini."}}}},
	{6, complaint.File{Naming: complaint.Named, Name: "Surya Andaikata", Text: "Jam layanan tidak sesuai dengan papan di pintu. Pukul 15.00 sudah tutup.", When: "Jumat lalu", Unit: "pembinaan"},
		[]grief{{5, complaint.Verify{Title: "Jam layanan tidak sesuai papan", Unit: "pembinaan"}}, {5, complaint.Assign{Unit: "pembinaan"}}, {3, complaint.Proceed{}}}},
	{8, complaint.File{Naming: complaint.Confidential, Name: "Kenari Umpamawan", Phone: "0821 0000 0046", Text: "Salinan berkas perkara yang dijanjikan belum diberikan, padahal sudah dua minggu.", Unit: "pidum"},
		[]grief{{7, complaint.Verify{Title: "Salinan berkas belum diberikan", Unit: "pidum", Class: complaint.Supervisory}}, {7, complaint.Assign{Unit: "pidum"}}, {5, complaint.Proceed{}}, {2, complaint.Note{Text: "Berkas ditemukan, menunggu tanda tangan."}}, {1, complaint.Note{Text: "Salinannya sedang disiapkan.", Public: true}}}},
	{4, complaint.File{Naming: complaint.Anonymous, Text: "Parkir tamu penuh oleh kendaraan dinas, tamu parkir di jalan."},
		[]grief{{3, complaint.Verify{Title: "Parkir tamu penuh"}}, {2, complaint.Ask{Text: "Kira-kira hari apa dan pukul berapa? Apakah di halaman depan atau samping?"}}}},
	{9, complaint.File{Naming: complaint.Named, Name: "Dahlia Permisalan", Phone: "0852 0000 0058", Text: "Tidak ada kursi roda di pintu masuk untuk ibu saya.", Wish: "Ada kursi roda untuk tamu."},
		[]grief{{8, complaint.Verify{Title: "Kursi roda tidak tersedia"}}, {8, complaint.Assign{Unit: "pembinaan"}}, {6, complaint.Proceed{}}, {3, complaint.Answer{Text: "Terima kasih sudah memberi tahu kami. Mulai pekan ini satu kursi roda ada di meja depan."}}, {2, complaint.Reply{Text: "Terima kasih, sudah saya lihat."}}}},
	{15, complaint.File{Naming: complaint.Anonymous, Text: "Petugas menjawab telepon pribadi selama melayani tamu."},
		[]grief{{14, complaint.Verify{Title: "Petugas bertelepon saat melayani"}}, {14, complaint.Assign{Unit: "pembinaan"}}, {12, complaint.Proceed{}}, {9, complaint.Answer{Text: "Kami mohon maaf. Petugas sudah diingatkan, dan aturannya kami tempel di meja."}}, {8, complaint.Rate{Stars: 4}}, {8, complaint.Close{}}}},
	{12, complaint.File{Naming: complaint.Confidential, Name: "Kemuning Teladanwati", Text: "Nomor antrean dipanggil tidak berurutan.", Unit: "papbb"},
		[]grief{{11, complaint.Verify{Title: "Antrean tidak berurutan", Unit: "papbb"}}, {10, complaint.Assign{Unit: "papbb"}}}},
	{7, complaint.File{Naming: complaint.Named, Name: "Bakung Contohsari", Text: "Saya ditilang dan merasa dendanya terlalu besar. Mohon ditinjau lagi."},
		[]grief{{6, complaint.Verify{Title: "Besar denda tilang"}}, {6, complaint.Forward{Where: "Besar denda ditetapkan pengadilan. Tanyakan ke Pengadilan Negeri, bagian pelayanan satu pintu."}}}},
	{6, complaint.File{Naming: complaint.Confidential, Name: "Teratai Umpama", Text: "Formulir di meja depan habis sejak pagi."},
		[]grief{{5, complaint.Withdraw{Reason: "Sudah diberi formulir oleh petugas."}}}},
	{20, complaint.File{Naming: complaint.Named, Name: "Flamboyan Misalnya", Text: "Toilet tamu tidak ada air.", Where: "Lantai satu"},
		[]grief{{19, complaint.Verify{Title: "Toilet tamu tanpa air"}}, {19, complaint.Assign{Unit: "pembinaan"}}, {16, complaint.Proceed{}}, {10, complaint.Answer{Text: "Pompa sudah diganti. Terima kasih."}}, {7, complaint.Reopen{Text: "Kemarin airnya mati lagi."}}}},
}
