"""The fixed words of the printed form, for the typesetters that ours is held against."""

from __future__ import annotations

NATION = ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
COVER = {
    "full_name": "Họ và tên học sinh",
    "school": "Trường",
    "units": "Trực thuộc",
    "personal_id": "Mã số định danh",
}
PERSON = {
    "full_name": "Họ và tên",
    "sex": "Giới tính",
    "birth_date": "Ngày, tháng, năm sinh",
    "ethnic_group": "Dân tộc",
    "birth_place": "Nơi sinh",
    "nationality": "Quốc tịch",
    "home_town": "Quê quán",
    "code": "Mã học sinh",
    "address": "Chỗ ở hiện nay",
    "father": "Họ và tên cha",
    "mother": "Họ và tên mẹ",
    "guardian": "Người giám hộ",
}
HISTORY = ["Năm học", "Lớp", "Tên trường", "Số đăng bộ", "Ngày nhập học, chuyển đến"]
YEAR = {
    "full_name": "Họ và tên",
    "class_name": "Lớp",
    "school": "Trường",
    "effective_date": "Ngày hiệu lực",
}
SUBJECTS = "1. Kết quả các môn học và hoạt động giáo dục"
SUBJECT_HEADS = ["Môn học, hoạt động giáo dục", "HK I", "HK II", "Cả năm", "Sau đánh giá lại",
                 "Nhận xét và giáo viên bộ môn"]  # fmt: skip
LEGEND = "HK: học kì. Điểm trung bình môn theo thang điểm 10; Đ: Đạt; CĐ: Chưa đạt."
RATINGS = "2. Kết quả học tập và rèn luyện"
RATING_HEADS = ["Kết quả", "Học kì I", "Học kì II", "Cả năm"]
ITEMS = {
    "absences": "Tổng số buổi nghỉ học cả năm",
    "homeroom_comment": "3. Nhận xét của giáo viên chủ nhiệm",
    "promotion": "4. Lên lớp",
    "award": "5. Danh hiệu, khen thưởng",
}
CERTIFICATES = "6. Chứng chỉ"
TEACHERS = "Chữ ký số của giáo viên bộ môn"
TEACHER_HEADS = ["Môn học", "Giáo viên", "Thời gian ký", "Số chứng thư"]
SIGNERS = {
    "HIEUTRUONG": "XÁC NHẬN CỦA HIỆU TRƯỞNG",
    "GVCN": "GIÁO VIÊN CHỦ NHIỆM",
    "NHATRUONG": "CON DẤU SỐ CỦA NHÀ TRƯỜNG",
}
SIGNED = {
    "signer": "Ký bởi",
    "organization": "Đơn vị",
    "at": "Thời gian ký",
    "certificate": "Số chứng thư",
}
