//! What the sentences of the corpus are put together from.

use std::sync::LazyLock;

pub type Pool = LazyLock<Vec<&'static str>>;

fn words(text: &'static str) -> Vec<&'static str> {
    text.split('|').collect()
}

pub static PROVINCES: Pool = Pool::new(|| {
    words(
        "An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|Bình Phước|\
        Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|\
        Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|\
        Lâm Đồng|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|\
        Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|\
        Thừa Thiên Huế|Tiền Giang|TP Hồ Chí Minh|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái",
    )
});
pub static TOPICS: Pool = Pool::new(|| {
    words(
        "Quản lý nhiệm vụ khoa học và công nghệ|Nhiệm vụ cấp tỉnh|Chương trình nông thôn miền núi|\
        Xây dựng cơ chế, chính sách, pháp luật về KH&CN|Đánh giá, thẩm định, giám định công nghệ|\
        Khởi nghiệp đổi mới sáng tạo|Sáng kiến, phong trào lao động sáng tạo|Tiêu chuẩn, đo lường, chất lượng|\
        Thử nghiệm mẫu|Truy xuất nguồn gốc|Công bố hợp chuẩn, tiêu chuẩn cơ sở|Năng suất chất lượng, TFP|\
        Thanh tra, kiểm tra khoa học và công nghệ|Phòng, chống tham nhũng, tiêu cực",
    )
});
pub static WHO: Pool = Pool::new(|| {
    words(
        "Sở Khoa học và Công nghệ|Trung tâm Ứng dụng tiến bộ khoa học|Chi cục Tiêu chuẩn đo lường|\
        Phòng Quản lý khoa học|Phòng Quản lý công nghệ|Hội đồng tư vấn chuyên ngành|Văn phòng Sở|Thanh tra Sở|\
        Ủy ban nhân dân tỉnh|Hội Nông dân tỉnh|Liên hiệp các hội khoa học và kỹ thuật|Trường Đại học địa phương|\
        Viện nghiên cứu vùng|Hợp tác xã kiểu mới|Doanh nghiệp chế biến|Tổ công tác liên ngành|Đoàn kiểm tra|\
        Nhóm nghiên cứu|Ban chủ nhiệm đề tài|Quỹ phát triển khoa học và công nghệ|Ban Chỉ đạo cấp tỉnh|\
        Phòng Kinh tế huyện|Trạm Khuyến nông|Trung tâm Kỹ thuật thử nghiệm",
    )
});
pub static DID: Pool = Pool::new(|| {
    words(
        "triển khai|tổ chức|hoàn thành|nghiệm thu|đánh giá|hướng dẫn|thẩm định|công bố|xây dựng|phê duyệt|kiểm tra|\
        hỗ trợ|ứng dụng|nhân rộng|chuyển giao|khảo sát|rà soát|tổng hợp|phối hợp thực hiện|ban hành|đề xuất|\
        bàn giao|tiếp nhận|cập nhật|theo dõi|giám sát|thử nghiệm|hiệu chuẩn|đào tạo|tập huấn|tuyên truyền|tư vấn|\
        duy trì|khai thác|số hóa|kết nối|đăng ký|bảo hộ|cấp phép|gia hạn",
    )
});
pub static WHAT: Pool = Pool::new(|| {
    words(
        "đề tài nghiên cứu cấp tỉnh|dự án sản xuất thử nghiệm|mô hình trồng lúa chất lượng cao|\
        quy trình canh tác an toàn|hệ thống tưới tiết kiệm nước|giống cây ăn quả đầu dòng|\
        nhãn hiệu chứng nhận sản phẩm địa phương|chỉ dẫn địa lý cho đặc sản vùng|cơ sở dữ liệu nhiệm vụ khoa học|\
        phần mềm quản lý văn bản|hệ thống truy xuất nguồn gốc|phương tiện đo nhóm hai|thiết bị bức xạ trong y tế|\
        kế hoạch chuyển đổi số|chương trình khởi nghiệp sáng tạo|sàn giao dịch công nghệ|\
        phòng thí nghiệm trọng điểm|hồ sơ sáng kiến cơ sở|kết quả nghiên cứu ứng dụng|báo cáo thống kê định kỳ|\
        lớp tập huấn kỹ thuật|hội thảo chuyên đề|cuộc thi sáng tạo kỹ thuật|mạng lưới chuyên gia|\
        dây chuyền chế biến thủy sản|mô hình nuôi tôm tuần hoàn|kỹ thuật nhân giống nấm dược liệu|\
        vùng nguyên liệu dược liệu|quy chuẩn kỹ thuật địa phương|tiêu chuẩn quản lý chất lượng|\
        hệ thống năng lượng mặt trời áp mái|giải pháp xử lý chất thải chăn nuôi|bản đồ nguy cơ hạn mặn|\
        trạm quan trắc tự động|bộ chỉ số đổi mới sáng tạo|cổng thông tin điện tử|tủ sách khoa học nông thôn|\
        điểm kết nối cung cầu công nghệ|hợp đồng chuyển giao công nghệ|máy sấy nông sản cỡ nhỏ|chế phẩm vi sinh|\
        quy trình bảo quản sau thu hoạch|mô hình trường học thông minh|kho tư liệu địa chí số|\
        chuỗi liên kết tiêu thụ|giống bò lai hướng thịt|mã số vùng trồng|nền tảng học tập trực tuyến|\
        thiết bị cảnh báo sạt lở|vật liệu xây không nung",
    )
});
pub static HOW: Pool = Pool::new(|| {
    words(
        "trong quý vừa qua|theo đúng tiến độ|trên địa bàn tỉnh|tại các huyện miền núi|ở vùng ven biển|\
        với sự tham gia của người dân|theo kế hoạch đã duyệt|từ nguồn ngân sách địa phương|bằng nguồn vốn đối ứng|\
        trong khuôn khổ chương trình|đến hết kỳ báo cáo|sau hai năm thực hiện|với chi phí hợp lý|\
        đáp ứng yêu cầu thực tế|nhằm nâng cao năng suất|góp phần giảm chi phí|để phục vụ quản lý nhà nước|\
        cho các hợp tác xã|cho doanh nghiệp nhỏ và vừa|tại bốn xã điểm|trên diện tích hàng chục héc-ta|\
        theo hướng bền vững|gắn với bảo vệ môi trường|trước mùa mưa bão|trong điều kiện còn nhiều khó khăn|\
        ngay từ đầu năm|vào cuối kỳ|theo hình thức trực tuyến|với kết quả đạt loại khá|qua nhiều vòng thẩm định",
    )
});
pub static OPENERS: Pool = Pool::new(|| {
    words(
        "Trong kỳ|Bên cạnh đó|Đồng thời|Cùng với đó|Thời gian qua|Trên cơ sở đó|Theo báo cáo|Tính đến nay|Ngoài ra|\
        Đặc biệt|Nhờ vậy|Về công tác này|Trong thời gian tới|Tuy nhiên|Nhìn chung|Cụ thể|Qua kiểm tra|\
        Để bảo đảm yêu cầu|Song song với nhiệm vụ trên|Ở giai đoạn tiếp theo",
    )
});
pub static RESULTS: Pool = Pool::new(|| {
    words(
        "năng suất tăng rõ rệt|chi phí giảm khoảng một phần năm|tỷ lệ hồ sơ đúng hạn đạt mức cao|\
        người dân bước đầu làm chủ kỹ thuật|sản phẩm được thị trường đón nhận|\
        số lượng đơn đăng ký tăng so với cùng kỳ|chất lượng nước được cải thiện|thời gian xử lý được rút ngắn|\
        mô hình có khả năng nhân rộng|hồ sơ được lưu trữ đầy đủ|nhận thức của cán bộ được nâng lên|\
        thu nhập bình quân của hộ dân tăng|dữ liệu được liên thông giữa các đơn vị|\
        việc kiểm định được thực hiện nghiêm túc|một số nội dung còn chậm so với yêu cầu|\
        nguồn nhân lực còn thiếu và chưa đồng đều|kinh phí bố trí chưa kịp thời|\
        công tác phối hợp có chuyển biến tích cực|các chỉ tiêu cơ bản hoàn thành|kết quả được hội đồng đánh giá cao",
    )
});
pub static HEADS: Pool = Pool::new(|| {
    words(
        "Công tác tham mưu|Quản lý nhiệm vụ khoa học|Quản lý công nghệ và an toàn bức xạ|Sở hữu trí tuệ|\
        Tiêu chuẩn, đo lường, chất lượng|Thông tin và thống kê|Hoạt động của đơn vị sự nghiệp|Thanh tra, kiểm tra|\
        Cải cách hành chính|Chuyển đổi số|Hợp tác và truyền thông|Tồn tại và hạn chế|Nguyên nhân|\
        Phương hướng, nhiệm vụ|Giải pháp chủ yếu|Kiến nghị, đề xuất|Kết quả nổi bật|Nguồn lực thực hiện",
    )
});
pub static NEWS_HEADS: Pool = Pool::new(|| {
    words(
        "Diễn biến chính|Nội dung làm việc|Kết quả bước đầu|Ý kiến tại buổi họp|Thông tin thêm|Kế hoạch tiếp theo|\
        Đối tượng tham gia|Cách thực hiện",
    )
});
pub static NEWS_TITLES: Pool = Pool::new(|| {
    words(
        "Tập huấn|Hội thảo về|Nghiệm thu|Khảo sát|Bàn giao|Công bố|Kiểm tra|Ra mắt|Ký kết hợp tác về|Tọa đàm về|\
        Hướng dẫn|Tổng kết|Thông báo về|Giới thiệu|Lấy ý kiến về|Khai mạc tuần lễ",
    )
});
pub static UNITS: Pool =
    Pool::new(|| words("nhiệm vụ|hồ sơ|phương tiện|lớp|mô hình|triệu đồng|đơn|lượt|tin bài|cơ sở"));
pub const DOCUMENTS: &[(&str, &str)] = &[
    ("Quyết định", "QĐ-TTg"),
    ("Quyết định", "QĐ-UBND"),
    ("Quyết định", "QĐ-BKHCN"),
    ("Nghị quyết", "NQ-CP"),
    ("Nghị quyết", "NQ-HĐND"),
    ("Thông tư", "TT-BKHCN"),
    ("Kế hoạch", "KH-UBND"),
    ("Quyết định", "QĐ-SKHCN"),
];
